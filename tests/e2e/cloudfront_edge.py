"""cloudfront_edge.py - CloudFront's rules for invalidations, as its guide tells them: which paths it takes, what they name,
how many may be under way.

What RFC 1738 calls unsafe and what is not ASCII must be percent-encoded, or the batch is refused; what else is encoded
names no copy. A star at the end is a wildcard. Copies stand under the path that a browser asks for."""
import html
import re

UNSAFE = set("<>\"#%{}|\\^~[]` ")
MAX_PATHS, MAX_WILDCARDS = 3000, 15
ERROR = "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"


def spelling(path):
    """The one way in which an invalidation may write a path of plain text."""
    return "".join("%%%02X" % b if b > 126 or chr(b) in UNSAFE or b < 33 else chr(b) for b in path.encode())


def is_valid(path):
    bare = re.sub("%[0-9A-F]{2}", "", path)
    return path.startswith("#") or (path.startswith("/") and bare.isascii() and not set(bare) & UNSAFE)


class Invalidations:
    """One distribution's."""

    def __init__(self):
        self.reset()

    def reset(self, refuses="(?!)", under_way=0, ends_after=0):
        """refuses: paths that are refused for reasons nobody knows; under_way: paths of others, until so many requests have come."""
        self.refuses, self.under_way, self.ends_after = re.compile(refuses), under_way, ends_after
        self.batches, self.references = [], {}

    def answer(self, body):
        """Status line, answer and the paths that are taken."""
        paths = [html.unescape(p) for p in re.findall("<Path>([^<]*)</Path>", body)]
        reference = re.search("<CallerReference>([^<]*)</CallerReference>", body).group(1)
        self.batches.append(paths)
        wildcards = sum(p.endswith("*") for p in paths)
        busy = self.under_way if len(self.batches) <= self.ends_after else 0
        if not paths or len(set(paths)) != len(paths) or not all(is_valid(p) and not self.refuses.search(p) for p in paths):
            return refuse("400 Bad Request", "InvalidArgument", "Your request contains one or more invalid invalidation paths.")
        if len(paths) - wildcards + (busy if busy > MAX_WILDCARDS else 0) > MAX_PATHS or wildcards > MAX_WILDCARDS or busy == MAX_WILDCARDS:
            return refuse("400 Bad Request", "TooManyInvalidationsInProgress", "You have too many.")
        if self.references.setdefault(reference, paths) != paths:
            return refuse("400 Bad Request", "InvalidationBatchAlreadyExists", "Another batch has this reference.")
        return "201 Created", "<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>", paths


def refuse(status, code, message):
    return status, ERROR % (code, message), []


def names(path, key):
    """Whether the path removes the copy of a key."""
    copy = spelling("/" + key)
    return copy.startswith(path[:-1]) if path.endswith("*") else copy == path
