/*
 * list.h - the networks, a line each: NETWORK(SYMBOL, NAME), its table being net_SYMBOL in a file of its own
 *
 * For whoever makes something of all of them: define NETWORK, include this; it is undefined again at the end.
 */
NETWORK(bluesky, "bluesky")
NETWORK(discord, "discord")
NETWORK(discourse, "discourse")
NETWORK(facebook, "facebook")
NETWORK(gbp, "gbp")
NETWORK(ghost, "ghost")
NETWORK(instagram, "instagram")
NETWORK(linkedin, "linkedin")
NETWORK(mastodon, "mastodon")
NETWORK(micropub, "micropub")
NETWORK(pinterest, "pinterest")
NETWORK(reddit, "reddit")
NETWORK(telegram, "telegram")
NETWORK(threads, "threads")
NETWORK(tiktok, "tiktok")
NETWORK(tiktok_business, "tiktok-business")
NETWORK(wordpress, "wordpress")
NETWORK(x, "x")
NETWORK(youtube, "youtube")
#undef NETWORK
