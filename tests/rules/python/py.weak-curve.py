from Crypto.PublicKey import ECC
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import SECT163K1


def short():
    # ruleid: py.weak-curve
    return ec.generate_private_key(ec.SECP192R1())


def shorter():
    # ruleid: py.weak-curve
    return ec.generate_private_key(ec.SECT163R2())


def imported():
    # ruleid: py.weak-curve
    return ec.generate_private_key(SECT163K1())


def other():
    # ruleid: py.weak-curve
    return ECC.generate(curve="P-192")


def strong():
    # ok: py.weak-curve
    return ec.generate_private_key(ec.SECP256R1())


def bitcoin():
    # ok: py.weak-curve
    return ec.generate_private_key(ec.SECP256K1())


def other_strong():
    # ok: py.weak-curve
    return ECC.generate(curve="P-256")
