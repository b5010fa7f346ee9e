#!/usr/bin/env python3
"""Internal pages go only where readers are asked who they are: which distributions plumb believes that of. The hosting
template's own function is read from the template. Speaks TAP."""
import re
import sys

from aws_server import Server
from cloudfront_functions import CODE
from publish_case import Case, end, ok, site

ON = "<Enabled>true</Enabled><Quantity>1</Quantity>"
FUNCTION = ("<FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation><FunctionARN>arn:aws:cloudfront::1:function/%s</FunctionARN>"
            "<EventType>%s</EventType></FunctionAssociation></Items></FunctionAssociations>")
LAMBDA = ("<LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation><LambdaFunctionARN>"
          "arn:aws:lambda:us-east-1:1:function:%s:7</LambdaFunctionARN><EventType>viewer-request</EventType></LambdaFunctionAssociation></Items>"
          "</LambdaFunctionAssociations>")
OWN = "function handler(event) { return event.request.headers.cookie ? event.request : { statusCode: 302 }; }"


def template(internal, home="/"):
    """The function of the hosting template as CloudFormation would deploy it."""
    with open("content/hosting/hosting.yaml", encoding="utf-8") as f:
        block = re.search(r"FunctionCode: !Sub\n +- \|\n(.*?)\n +- Internal:", f.read(), re.S).group(1)
    indent = len(block) - len(block.lstrip())
    code = "\n".join(line[indent:] for line in block.split("\n")) + "\n"
    return code.replace("${Internal}", internal).replace("${Home}", home)


def others(*behaviours):
    return "<CacheBehaviors><Quantity>%d</Quantity><Items>%s</Items></CacheBehaviors>" % (
        len(behaviours), "".join("<CacheBehavior><PathPattern>*.x%d</PathPattern>%s</CacheBehavior>" % (i, b) for i, b in enumerate(behaviours)))


def main():
    server = Server()
    made = {"docs-%d" % i: server.distribution("docs-%d" % i) for i in range(1, 40)}
    server.distribution_of = lambda bucket: made[bucket]
    server.check_signatures()
    on, switched, named = template("true", "/docs/"), template("true"), ("--reader-check", "asks")
    line = 'const plumb = {"release":"R","root":"/","releases":["R"],"config":"<Comment>a; b</Comment>","rest":"0"};'
    switched = switched.replace("const plumb = {};", line)
    never = template("true").replace("if (internal && ", "if (false && ")
    # name, code of the function that the default behaviour asks, more of it, other behaviours, options, accepted, words
    for name, code, more, other, options, good, words in (
            ("nothing at all", None, "", "", (), False, "neither trusted key groups nor a function"),
            ("trusted key groups", None, "<TrustedKeyGroups>%s</TrustedKeyGroups>" % ON, "", (), True, ""),
            ("trusted signers", None, "<TrustedSigners>%s</TrustedSigners>" % ON, "", (), True, ""),
            ("key groups switched off", None, "<TrustedKeyGroups><Enabled>false</Enabled></TrustedKeyGroups>", "", (), False, "neither"),
            ("the hosting template's function, switched on", on, "", "", (), True, ""),
            ("the same, with a release in its line", switched, "", "", (), True, ""),
            ("the same, with other ends of lines", on.replace("\n", "\r\n"), "", "", (), True, ""),
            ("switched off", template("false"), "", "", (), False, "Audience=internal"),
            ("switched off, and named", template("false"), "", "", named, False, "Audience=internal"),
            ("changed so that it never asks", never, "", "", (), False, "nothing shows"),
            ("on and off", on.replace("const home", "const internal = false;\nconst home"), "", "", (), False, "Audience=internal"),
            ("release mode's own function", CODE, "", "", (), False, "turns no reader away"),
            ("the same, named", CODE, "", "", named, False, "whatever reader_check says"),
            ("a function nobody knows", OWN, "", "", (), False, "--reader-check"),
            ("the same, named", OWN, "", "", named, True, ""),
            ("another one is named", OWN, "", "", ("--reader-check", "other"), False, "--reader-check"),
            ("a function that was never published", (), "", "", named, False, "turns no reader away"),
            ("Lambda@Edge", None, LAMBDA % "gate", "", (), False, "Lambda@Edge function gate"),
            ("Lambda@Edge, named", None, LAMBDA % "gate", "", ("--reader-check", "gate"), True, ""),
            ("at viewer-response", None, FUNCTION % ("asks", "viewer-response"), "", (), False, "neither"),
            ("a second behaviour asks too", on, "", others(FUNCTION % ("asks", "viewer-request")), (), True, ""),
            ("a second behaviour asks nobody", on, "", others(FUNCTION % ("asks", "viewer-request"), ""), (), False, "the behaviour of *.x1"),
            ("a second behaviour asks another", on, "", others(FUNCTION % ("opens", "viewer-request")), (), False, "opens")):
        c = Case(server)
        c.write(site(pages=1))
        for role, text in (("asks", code), ("opens", CODE)):
            f = server.functions.make(role)
            f.code["LIVE"] = None if text == () else text
        if code is not None:
            server.functions.leads[c.distribution] = "asks"
        server.functions.more[c.distribution] = (more, other)
        r = c.run("--internal", *options)
        reads = sum(e.op == "function-get" for e in c.events)
        ok((r.returncode == 0) == good and words in r.stderr and (good or ("nothing was published" in r.stderr and not c.put_keys())) and reads <= 2,
           "%s: %s" % (name, "published" if good else "refused"), r.stderr, c.ops())
    c = Case(server)
    c.write(site(pages=1))
    server.functions.make("asks").code["LIVE"] = on
    server.functions.leads[c.distribution] = "asks"
    r = c.run("--internal", fault="503", share=1.0, only="function-get")
    ok(r.returncode == 3 and not c.put_keys(), "a function that cannot be read: refused", r.stderr)
    r = c.run("--internal")
    ok(r.returncode == 0 and c.bytes() == site(pages=1), "and published when it can", r.stderr)
    return end()


sys.exit(main())
