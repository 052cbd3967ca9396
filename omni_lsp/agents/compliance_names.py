"""Which names in code stand for personal data, judged by their last words and by what they belong to.

Whoever reports on names alone must not cry wolf: `email` is one, `email_verified`, `send_email` and `support_email` are not.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What personal data it is; the value is for people."""

    MAIL = "a mail address"
    NAME = "a person's name"
    PHONE = "a phone number"
    ADDRESS = "a postal address"
    BIRTH = "a date of birth"
    PAYMENT = "payment data"
    IDENTITY = "an identity number"
    HEALTH = "health data"

    @property
    def is_grave(self) -> bool:
        """Whether it is of the sort that laws and card schemes protect above others."""
        return self in (Kind.PAYMENT, Kind.IDENTITY, Kind.HEALTH)


def words_in(text: str) -> frozenset[str]:
    """The words of a list that stands in a string, which reads better than one of quoted words."""
    return frozenset(text.split())


def _listed(phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in phrases.split(","))


# The words that a name must end with.
_PHRASES: Mapping[Kind, frozenset[tuple[str, ...]]] = {
    Kind.MAIL: _listed("email,e mail,emails,email address,email addresses,mail address,email addr,user mail"),
    Kind.NAME: _listed(
        "first name,firstname,last name,lastname,given name,family name,middle name,maiden name,surname,"
        "legal name,real name,patient name,customer name,employee name,applicant name,cardholder name,card holder name"
    ),
    Kind.PHONE: _listed(
        "phone number,phonenumber,phone no,phone numbers,mobile number,mobile phone,cell phone,cell number,telephone,"
        "telephone number,msisdn"
    ),
    Kind.ADDRESS: _listed(
        "home address,street address,postal address,mailing address,shipping address,billing address,residential address"
    ),
    Kind.BIRTH: _listed("date of birth,birth date,birthdate,birthday,dob"),
    Kind.PAYMENT: _listed(
        "card number,cardnumber,card no,credit card,credit card no,cc number,cvv,cvc,cvv 2,iban,bank account number"
    ),
    Kind.IDENTITY: _listed(
        "ssn,social security number,social security no,national id,national identifier,national insurance number,"
        "passport number,passport no,tax id,tax number,taxpayer id,driver license number,drivers license,"
        "driver licence number,driving licence number,license plate number,aadhaar,aadhaar number,cpf,nhs number,"
        "personnummer,codice fiscale,identity card number,id card number"
    ),
    Kind.HEALTH: _listed(
        "medical history,medical record,medical records,medical record number,mrn,blood type,hiv status,"
        "health condition,health conditions,health record,treatment plan,lab results"
    ),
}
_KINDS = {phrase: kind for kind, phrases in _PHRASES.items() for phrase in phrases}
_LONGEST_PHRASE = max(map(len, _KINDS))

# Words that mean it only where something says that it is about a person.
_OF_PERSONS: Mapping[str, Kind] = {
    "fullname": Kind.NAME,
    "name": Kind.NAME,
    "phone": Kind.PHONE,
    "mobile": Kind.PHONE,
    "pan": Kind.PAYMENT,
    "diagnosis": Kind.HEALTH,
    "diagnoses": Kind.HEALTH,
    "prescription": Kind.HEALTH,
    "prescriptions": Kind.HEALTH,
    "allergies": Kind.HEALTH,
    "symptoms": Kind.HEALTH,
    "medications": Kind.HEALTH,
}
_PEOPLE = words_in(
    "user customer patient person employee applicant member contact profile account guest subscriber recipient owner "
    "author student teacher driver passenger citizen cardholder client tenant child parent signer signatory attendee"
)
_PERSONS: Mapping[Kind, frozenset[str]] = {
    Kind.NAME: words_in("customer patient person employee applicant passenger citizen cardholder"),
    Kind.PHONE: _PEOPLE | words_in("home work billing"),
    Kind.PAYMENT: words_in("card payment"),
    Kind.HEALTH: words_in("patient encounter admission visit person"),
}

# Words before it that make it something else: a setting, a number of them, a sign, an act, something made unreadable.
_NOT_WITH = words_in(
    "support admin noreply reply default from sender system bot service no test dummy fake sample example mock "
    "total num count max min send sending is has have can should was masked mask hashed hash redacted encrypted "
    "obfuscated anonymous anonymized anonymised pseudonymized pseudonymised tokenized sanitized safe truncated "
    "show hide validate valid verify check parse update change changed on handle notify use require required "
    "allow enable disable team company office sales store shop merchant vendor supplier organization organisation "
    "org business app application domain server smtp imap host by with via invite missing unique duplicate "
    "format normalize confirm confirmation welcome digest hmac sha"
)
# Things that have fields of such names without being about a person.
_NOT_OF = words_in(
    "settings config configuration conf env constants app smtp mailer company organization "
    "organisation org business vendor supplier merchant store shop errors error labels label placeholders schema "
    "columns fields types validators rules styles touched messages translations templates urls routes paths "
    "flags"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SHOUTED = frozenset({"SSN", "IBAN", "DOB", "CPF", "CVV", "CVC", "MRN", "MSISDN", "PAN"})


@lru_cache(maxsize=4096)
def kind_of(name: str, owner: str = "") -> Kind | None:
    """What a name stands for; `owner` is the name of what it belongs to: `customer` in `customer.phone`."""
    if name.isupper() and name not in _SHOUTED:
        return None  # A constant, which people write into programs and not into forms.
    words = _words(name)
    owners = _words(owner)
    if not words or (owners and owners[-1] in _NOT_OF):
        return None
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        kind = _KINDS.get(words[-length:])
        if kind is not None:
            return None if _NOT_WITH.intersection(words[:-length]) else kind
    if words[-2:] == ("full", "name"):  # Modules, classes and repositories have such, too.
        words = (*words[:-2], "fullname")
    kind = _OF_PERSONS.get(words[-1])
    if kind is None or _NOT_WITH.intersection(words[:-1]):
        return None
    about = words[-2:-1] if len(words) > 1 else owners[-1:]
    known = _PERSONS[kind] if words[-1] != "fullname" else _PEOPLE
    return kind if known.intersection(about) else None


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))
