"""What a server can do wrong on the wire; each rule is from the Language Server Protocol 3.17, with types of 3.18."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    STRAY_BYTES = "framing: bytes that belong to no message"
    HEADER = "framing: a header other than Content-Length and Content-Type, or another charset than UTF-8"
    JSON = "framing: a body that is no JSON"

    MESSAGE = "rpc: neither request, notification nor response of JSON-RPC 2.0"
    ID = "rpc: an id that is neither number nor string"
    RESULT_AND_ERROR = "rpc: a response with both of result and error, or none"
    UNASKED = "rpc: a response to nothing, or a second one"
    UNANSWERED = "rpc: a request without response in a session that ended in order"
    ID_IN_USE = "rpc: a request with the id of one that is still open"
    CANCELS_OTHERS = "rpc: $/cancelRequest for a request that the server did not make"
    SERVER_CANCELLED = "rpc: ServerCancelled for a request that has no such answer"

    SHAPE = "shape: a member that is unknown, missing, null or of another type"
    DIRECTION = "direction: a method that servers do not send"
    KIND = "direction: a request sent as a notification, or the other way round"

    BEFORE_INITIALIZE = "order: sent before the answer to initialize"
    BEFORE_INITIALIZED = "order: registered before initialized was sent"
    AFTER_SHUTDOWN = "order: a request to the client after shutdown"
    AFTER_EXIT = "order: sent after exit"

    METHOD = "gating: a method the client did not announce"
    DYNAMIC = "gating: a registration the client did not announce"
    TRACE = "gating: $/logTrace with trace off"
    ENCODING = "gating: a position encoding that was not offered"

    RELATED_INFORMATION = "gating: relatedInformation"
    TAGS = "gating: a tag outside the announced values"
    CODE_DESCRIPTION = "gating: codeDescription"
    RELATED_DOCUMENTS = "gating: relatedDocuments"
    HOVER_FORMAT = "gating: a hover in a format the client did not announce"
    COMPLETION = "gating: a member of a completion item"
    ACTION_OPTIONS = "gating: codeActionProvider as an object for a client without code action literals"
    ACTION_LITERAL = "gating: a code action for a client that takes commands only"
    ACTION_MEMBER = "gating: isPreferred, disabled, data or tags of a code action"
    ACTION_IDLE = "gating: a code action with neither edit nor command that the client cannot resolve"
    DOCUMENT_CHANGES = "gating: documentChanges"
    ANNOTATION = "gating: a change annotation that is not announced, or not declared"
    RESOURCE = "gating: a resource operation or edit kind that is not announced"

    NOT_OFFERED = "offer: a result of a feature that the server did not announce"
    COMMAND = "offer: a command that the server did not announce"
    ACTION_KIND = "offer: a code action of a kind that was not announced, or not asked for"

    RANGE_OUTSIDE = "ranges: outside the document"
    RANGE_REVERSED = "ranges: the end before the start"
    RANGE_SPLITS = "ranges: inside a character"
    RANGE_LINES = "ranges: a code lens over more than one line"
    OVERLAP = "ranges: edits that overlap"
    VERSION_UNKNOWN = "versions: of a document the client never sent"
    VERSION_BACK = "versions: diagnostics of an older version after those of a newer one"

    PUSH_AND_PULL = "channels: pushed and pulled diagnostics for the same open document"
    RESULT_ID = "channels: unchanged since a result id that was not handed out for it"
    RESULT_ID_REUSED = "channels: one result id for different diagnostics"

    PROGRESS_UNKNOWN = "progress: an unknown token"
    PROGRESS_UNACCEPTED = "progress: on a token the client has not accepted yet"
    PROGRESS_TWICE = "progress: a token created twice"
    PROGRESS_STATE = "progress: not begin, reports, end"
    PERCENTAGE = "progress: a percentage outside 0 to 100, or going back"
    UNENDED = "progress: begun, and never ended in a session that ended in order"
    AFTER_RESPONSE = "progress: on a request's own token after its response"
    PARTIAL_AND_FINAL = "progress: values in the response after partial results"

    REGISTERED_TWICE = "registration: an id in use, or a feature announced already"
    UNREGISTERED = "registration: taken back without having been made"


@dataclass(frozen=True, slots=True)
class Violation:
    """`index` is that of the message in the recording, or of the next one for bytes that are none."""

    rule: Rule
    message: str
    index: int

    def __str__(self) -> str:
        return f"message {self.index}: {self.rule.value}: {self.message}"
