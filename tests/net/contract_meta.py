#!/usr/bin/env python3
"""contract_meta.py - are the requests of the conversations those of Meta's lists of fields and edges?

usage: contract_meta.py SPECS NETWORK FILE ...

SPECS is the folder of published descriptions; NETWORK facebook or instagram (a file for each kind of node: the edges
below it with their parameters, its fields) or threads (a collection of requests). Of each `ask` line the edge, the
parameters, their enumerated values and the names of fields are compared with it. Says how many requests were compared;
status 1 when one differs, or when none was compared.
"""
import glob
import json
import re
import sys
from urllib.parse import parse_qsl, unquote, urlsplit

from compare import compare

# of every request: what is read, pages of lists, proof of the app
COMMON = {"fields", "limit", "after", "since", "until", "appsecret_proof"}

# of the documents, and not in the lists: bytes to an address that was given; signing in; what came after April 2026
NOT_DESCRIBED = {
    "facebook": r"POST https://up\.test/|.*/(oauth/access_token|debug_token)\?|.*/me/(permissions|accounts)\b",
    "instagram": r"POST https://(up\.test|api\.instagram\.com)/|(PUT|DELETE) https://(dav|host)\."
                 r"|GET .*/(refresh_)?access_token\?|.*/(oauth/access_token|debug_token)\?"
                 r"|.*/me/(permissions|accounts)\b|.*/(conversations|messages)\b|GET .*/17\?fields=id,username$"
                 r"|GET .*fields=business_discovery",
    "threads": r"(PUT|DELETE) https://(dav|host)\.|.*/(pending_replies|manage_pending_reply)\b",
}

# what the lists leave out, and the references have: Reels publishing, Send API, Photos, IG User Media
ALSO = {"facebook": {("POST", "video_reels"): {"is_ai_generated"}, ("GET", "comments"): {"filter", "order", "summary"},
                     ("POST", None): {"is_published", "scheduled_publish_time"}, ("POST", "photos"): {"source"},
                     ("DELETE", "blocked"): {"user"}, ("GET", "insights"): {"metric", "period"},
                     ("GET", "video_insights"): {"metric"}, ("GET", "conversations"): {"platform", "user_id"}},
        "instagram": {("GET", "insights"): {"metric", "period", "metric_type"},
                      ("POST", "media"): {"is_ai_generated", "upload_type", "alt_text", "trial_params", "user_tags"},
                      ("POST", None): {"hide", "comment_enabled"}, ("POST", "comments"): {"message"}}}


def split_fields(text):
    """Names of a list of fields, with what is asked for inside each: "a,b.limit(1){c}"."""
    depth, start, parts = 0, 0, []
    for i, c in enumerate(text + ","):
        depth += (c in "{(") - (c in "})")
        if c == "," and not depth:
            parts.append(text[start:i])
            start = i + 1
    for part in parts:
        inside = part[part.index("{") + 1:part.rindex("}")] if "{" in part else ""
        yield re.split(r"[.{]", part)[0], inside


class Nodes:
    """The kinds of nodes of a network."""

    def __init__(self, specs, network):
        self.kinds, self.enums = {}, {}
        folders = ["facebook"] if network == "facebook" else ["instagram"]
        for folder in folders:
            for path in glob.glob(f"{specs}/{folder}/*.json"):
                with open(path) as f:
                    doc = json.load(f)
                if "apis" in doc:
                    self.kinds[path.split("/")[-1][:-5]] = doc
                elif path.endswith("enums.json"):
                    self.enums = {e["name"]: e["values"] for e in doc} if isinstance(doc, list) else doc
        self.names = {n for k in self.kinds.values() for n in self.all_names(k)}

    def all_names(self, kind):
        return [f["name"] for f in kind["fields"]] + [a["endpoint"] for a in kind["apis"] if a.get("endpoint")]

    def find(self, method, edge):
        return [a for k in self.kinds.values() for a in k["apis"] if a["method"] == method and a.get("endpoint") == edge]

    def check_fields(self, text, wrong):
        for name, inside in split_fields(text):
            if name not in self.names and name not in SUBFIELDS:
                wrong.append(f"the unknown field {name}")
            if inside:
                self.check_fields(inside, wrong)

    def check_value(self, params, value, wrong):
        """Among the values of any of the edges that this parameter may be of; free where one of them has none."""
        values = set()
        for p in params:
            allowed = self.enums.get(re.sub(r"^list<(.*)>$", r"\1", p["type"]))
            if not allowed:
                return
            values |= {str(v["value"] if isinstance(v, dict) else v).upper() for v in allowed}
        for one in re.findall(r"[^\[\]\",]+", value) if params[0]["type"].startswith("list<") else [value]:
            if one.upper() not in values | LATER:
                wrong.append(f"{params[0]['name']} is {one!r}, one of {sorted(values)[:9]} expected")


# "Media insights", September 2026
LATER = {"LINK_CLICKS"}

# Members of values that have no list of their own: structures of the references.
SUBFIELDS = {"media", "image", "src", "url", "target", "subattachments", "media_type", "mime_type", "image_data", "video_data",
             "file_url", "to", "post_id", "media_id", "creation_time", "recommendation_type", "status_code", "status", "config",
             "quota_usage", "username", "created_time", "open_graph_story", "messages", "tasks", "hidden", "followers_count"}


def parameters(ask):
    """Of the query, the form, the parts: names and values as text."""
    given = dict(parse_qsl(urlsplit(ask["ask"].split(" ", 1)[1]).query, keep_blank_values=True))
    for more in (ask.get("body"), ask.get("parts")):
        for name, value in (more or {}).items():
            given[name] = value if isinstance(value, str) else ""
    return given


def check_node(nodes, network, ask, wrong):
    method, url = ask["ask"].split(" ", 1)
    path = [unquote(p) for p in urlsplit(url).path.split("/")[2:]]
    edge = path[1] if len(path) > 1 else None
    found = nodes.find(method, edge)
    if len(path) not in (1, 2) or not found:
        wrong.append(f"no such edge: {method} {edge}")
        return
    given = parameters(ask)
    params = {}
    for a in found:
        for p in a["params"]:
            params.setdefault(p["name"], []).append(p)
    known = set(params) | COMMON | ALSO[network].get((method, edge), set())
    for name, value in given.items():
        if name not in known:
            wrong.append(f"the unknown parameter {name}")
        elif name in params and value:
            nodes.check_value(params[name], value, wrong)
    if not any(all(p["name"] in given for p in a["params"] if p["required"]) for a in found):
        wrong.append("a parameter that is required is missing: " +
                     ", ".join(p["name"] for a in found for p in a["params"] if p["required"]))
    if "fields" in given:
        nodes.check_fields(given["fields"], wrong)


class Collection:
    """Requests of a collection: method and path, ids as patterns, with the parameters that any of them has."""

    def __init__(self, specs):
        self.requests, self.fields = {}, set()
        with open(glob.glob(f"{specs}/threads/*.json")[0]) as f:
            doc = json.load(f)
        for v in doc.get("variable", []):
            if v["key"].startswith("fields") or v["key"].startswith("metrics"):
                self.fields |= set(v["value"].split(","))
        self.walk(doc["item"])

    def walk(self, items):
        for i in items:
            if "item" in i:
                self.walk(i["item"])
                continue
            url = i["request"]["url"]
            path = "/".join(re.sub(r"\{\{.*\}\}", "{}", p) for p in url["path"] if p)
            self.requests.setdefault((i["request"]["method"], path), set()).update(
                q["key"] for q in url.get("query", []))


def check_collection(c, ask, wrong):
    method, url = ask["ask"].split(" ", 1)
    path = re.sub(r"^/(v1\.0/)?", "", urlsplit(url).path)
    key = next((k for k in sorted(c.requests, key=lambda k: k[1].count("{}")) if k[0] == method and
                re.fullmatch(re.escape(k[1]).replace(r"\{\}", "(?!me$)[^/]+"), path)), None)
    if not key:
        wrong.append("no such request")
        return
    given = parameters(ask)
    for name in given:
        if name not in c.requests[key] | COMMON | {"access_token"} | THREADS_LATER:
            wrong.append(f"the unknown parameter {name}")
    for name in re.split(r"[,{}]", given.get("fields", "") + "," + given.get("metric", "")):
        if name and name not in c.fields | {"id", "status", "error_message", "permalink", "username"}:
            wrong.append(f"the unknown field {name}")


# "Posts", July 2026: after the collection was made
THREADS_LATER = {"enable_reply_approvals", "is_ghost_post", "is_spoiler_media", "text_entities", "text_attachment",
                 "gif_attachment", "poll_attachment", "link_attachment", "topic_tag", "location_id", "quote_post_id", "metric"}


def main():
    specs, network, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    described = Collection(specs) if network == "threads" else Nodes(specs, network)

    def check(ask):
        wrong = []
        if network == "threads":
            check_collection(described, ask, wrong)
        else:
            check_node(described, network, ask, wrong)
        return wrong

    return compare(network, files, NOT_DESCRIBED[network], check)


if __name__ == "__main__":
    sys.exit(main())
