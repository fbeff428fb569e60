/* plan_rehearse.c - a post handed over to the rehearsal */
#include "planning.h"

#include "smm/publish.h"
#include "smm/rehearsal.h"

void
plan_rehearse(struct plan *p, const struct draft *d)
{
	const struct content *c = &d->content;
	struct rehearsed      post = { .id = d->id, .entry = d->entry->id, .campaign = c->campaign, .pillar = c->pillar,
		.account = d->account, .at = d->at, .state = c->state, .author = d->author,
		.to_approve = d->account->approval || d->approval, .text = c->text, .link = c->link };
	char                  digest[DIGEST_SIZE];

	if (c->author && *c->author)
		post.author = c->author;
	post.late_ms = (c->late < 0 ? PUBLISH_LATE_SEC : c->late) * INT64_C(1000);
	post.parts = 1 + c->thread.parts.count + (c->first_comment && *c->first_comment);
	post.approvers = d->approval ? &d->approval->by : NULL;
	if (post.to_approve)
		draft_digest(d, &p->room, digest);
	post.digest = post.to_approve ? digest : NULL;
	rehearsal_post(p->set.rehearsal, &post);
}
