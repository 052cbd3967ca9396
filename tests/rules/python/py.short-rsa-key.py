from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

# ruleid: py.short-rsa-key
first = rsa.generate_private_key(public_exponent=65537, key_size=1024)
# ruleid: py.short-rsa-key
second = rsa.generate_private_key(65537, 512)
# ruleid: py.short-rsa-key
third = RSA.generate(1024)
# ok: py.short-rsa-key
fourth = rsa.generate_private_key(public_exponent=65537, key_size=3072)
# ok: py.short-rsa-key
fifth = RSA.generate(2048)
# ok: py.short-rsa-key
sixth = ed25519.Ed25519PrivateKey.generate()
