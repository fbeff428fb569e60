#!/usr/bin/env python3
"""contract.py - are the requests of the conversations those that a network has published?

usage: contract.py SPECS NETWORK FILE ...

SPECS is the folder of published descriptions, with a folder for each network: OpenAPI 3 (discourse, pinterest, x) or
Google's discovery documents (youtube). Of each `ask` line the method, the path, the parameters and the body are
compared with it: what is there is known, of the right kind and among the values that are allowed, and what is
required is there. Says how many requests were compared; status 1 when one differs, or when none was compared.
"""
import json
import re
import sys
from urllib.parse import parse_qsl, urlsplit

from compare import compare

OPENAPI = {"discourse": ("", "discourse/openapi.json"),
           "pinterest": ("/v5", "pinterest/openapi-5.23.0.json"),
           "x": ("", "x/openapi-2.166.json", "x/openapi-2.167.json")}  # both vocabularies of 2026: either is right
DISCOVERY = {"youtube": ("youtube/youtube__v3.json", "youtube/youtubeAnalytics__v2.json")}

# Not described there: bytes that go to an address which the network gave; signing in, which has its own standards.
NOT_DESCRIBED = {
    # the forum's document leaves out some paths, and the parameters of lists
    "discourse": r"POST .*/uploads\.json|GET .*/(session/current|topics/created-by|u/[^/]*/summary|notifications)"
                 r"|GET .*/t/[^?]*\.json\?|PUT .*/(unhide|unsilence|notification_level|t/-/\d+)\.json|DELETE ",
    "pinterest": r"POST https://pinterest-media-upload|POST .*/oauth/token$",
    "x": r".*/oauth2/|.*/1\.1/",
    "youtube": r"PUT .*upload_id=|PUT https://upload\.example|POST https://oauth2\.",
}


class Described:
    """Operations of a network: (method, path as a pattern, parameters by name, schema of the body or None)."""

    def __init__(self):
        self.operations = []
        self.schemas = {}

    def add(self, method, path, parameters, body):
        pattern = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
        self.operations.append((method, re.compile(re.sub(r"\{\+?\w+\}", "[^/]+", pattern) + "$"), parameters, body))

    def find(self, method, path):
        found = [o for o in self.operations if o[0] == method and o[1].match(path)]
        return min(found, key=lambda o: o[1].pattern.count("[^/]+")) if found else None

    def resolve(self, schema):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].split("/")[-1]]
        return schema


def openapi(path, base):
    with open(path) as f:
        doc = json.load(f)
    d = Described()
    d.schemas = doc["components"].get("schemas", {})
    shared = doc["components"].get("parameters", {})
    for where, item in doc["paths"].items():
        for method, op in item.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            listed = [shared[p["$ref"].split("/")[-1]] if "$ref" in p else p
                      for p in item.get("parameters", []) + op.get("parameters", [])]
            content = op.get("requestBody", {}).get("content", {})
            body = content.get("application/json", {}).get("schema")
            d.add(method.upper(), base + where,
                  {p["name"]: {"schema": p.get("schema", {}), "required": p.get("required", False)}
                   for p in listed if p["in"] == "query"}, body)
    return d


def add_resource(d, resource, common):
    for m in resource.get("methods", {}).values():
        params = {n: {"schema": {"type": "array", "items": p} if p.get("repeated") else p,
                      "required": p.get("required", False)}
                  for n, p in list(common.items()) + list(m.get("parameters", {}).items())
                  if p.get("location") == "query"}
        body = m.get("request")
        d.add(m["httpMethod"], "/" + m["path"], params, body)
        if "mediaUpload" in m:
            d.add(m["httpMethod"], m["mediaUpload"]["protocols"]["simple"]["path"], params, body)
    for inner in resource.get("resources", {}).values():
        add_resource(d, inner, common)


def discovery(paths):
    d = Described()
    for path in paths:
        with open(path) as f:
            doc = json.load(f)
        d.schemas.update(doc["schemas"])
        add_resource(d, doc, doc["parameters"])
    return d


TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}


def check(d, schema, value, where, wrong):
    """What of the value the schema does not allow, appended to `wrong`."""
    schema = d.resolve(schema)
    if value is None:
        if not schema.get("nullable"):
            wrong.append(f"{where} is null")
        return
    for part in schema.get("allOf", []):
        check(d, {k: v for k, v in d.resolve(part).items() if k != "required" or "properties" in d.resolve(part)},
              value, where, wrong)
    for word in ("oneOf", "anyOf"):
        if word in schema and not any(fits(d, one, value) for one in schema[word]):
            wrong.append(f"{where} is none of those that are allowed: {json.dumps(value)[:200]}")
    kind = TYPES.get(schema.get("type"))
    if kind and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool))):
        wrong.append(f"{where} is {json.dumps(value)}, {schema['type']} expected")
    elif isinstance(value, str):
        check_text(schema, value, where, wrong)
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            wrong.append(f"{where} has {len(value)} items")
        for i, one in enumerate(value):
            check(d, schema.get("items", {}), one, f"{where}[{i}]", wrong)
    elif isinstance(value, dict):
        check_object(d, schema, value, where, wrong)
    elif isinstance(value, int) and not int(schema.get("minimum", value)) <= value <= int(schema.get("maximum", value)):
        wrong.append(f"{where} is {value}")


def check_text(schema, value, where, wrong):
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{where} is {value!r}, one of {schema['enum'][:9]} expected")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{where} is {value!r}, {schema['pattern']} expected")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        wrong.append(f"{where} has {len(value)} characters")


def check_object(d, schema, value, where, wrong):
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            wrong.append(f"{where} has no {name}")
    for name, one in value.items():
        if name in known:
            check(d, known[name], one, f"{where}.{name}", wrong)
        elif known and not any(k in schema for k in ("additionalProperties", "oneOf", "anyOf", "allOf")):
            wrong.append(f"{where} has the unknown member {name}")


def fits(d, schema, value):
    wrong = []
    check(d, schema, value, "", wrong)
    return not wrong


def from_query(d, schema, text):
    """A parameter is text: as its schema would have it."""
    schema = d.resolve(schema)
    kind = schema.get("type")
    if kind == "array":
        return [from_query(d, schema.get("items", {}), one) for one in text.split(",")]
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def check_ask(d, ask, wrong):
    method, url = ask["ask"].split(" ", 1)
    parts = urlsplit(url)
    op = d.find(method, parts.path)
    if not op:
        wrong.append("no such operation")
        return
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name, text in query.items():
        if name not in op[2]:
            wrong.append(f"the unknown parameter {name}")
        else:
            check(d, op[2][name]["schema"], from_query(d, op[2][name]["schema"], text), f"parameter {name}", wrong)
    for name, p in op[2].items():
        if p["required"] and name not in query:
            wrong.append(f"the parameter {name} is missing")
    if op[3] and "body" in ask:
        related = re.search(r"\r\n\r\n(\{.*?)\r\n--", ask["body"]) if isinstance(ask["body"], str) else None  # RFC 2387
        body = json.loads(related[1]) if related else ask["body"]
        body = json.loads(re.sub(r'"<[^"<>]*>"', '"QQ=="', json.dumps(body)))
        check(d, op[3], body, "body", wrong)
    elif op[3] and "file" not in ask and "parts" not in ask:
        wrong.append("no body")


def main():
    specs, network, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    if network in OPENAPI:
        base, *paths = OPENAPI[network]
        described = [openapi(f"{specs}/{path}", base) for path in paths]
    else:
        described = [discovery([f"{specs}/{path}" for path in DISCOVERY[network]])]

    def check(ask):
        wrong = []
        for d in described:
            more = []
            check_ask(d, ask, more)
            wrong = more if not more or not wrong else wrong
            if not wrong:
                break
        return wrong

    return compare(network, files, NOT_DESCRIBED[network], check)


if __name__ == "__main__":
    sys.exit(main())
