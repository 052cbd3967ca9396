import ssl

context = ssl.create_default_context()
# ruleid: py.weak-tls-suites
context.set_ciphers("ALL")
# ruleid: py.weak-tls-suites
context.set_ciphers("DEFAULT:@SECLEVEL=0")
# ruleid: py.weak-tls-suites
context.set_ciphers("ECDHE+AESGCM:RC4-SHA:DES-CBC3-SHA")
# ruleid: py.weak-tls-suites
context.set_ciphers("eNULL:aNULL")
# ok: py.weak-tls-suites
context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
# ok: py.weak-tls-suites
context.set_ciphers("HIGH:!aNULL:!eNULL:!MD5:!RC4")
# ok: py.weak-tls-suites
context.set_ciphers("ECDHE-RSA-AES256-GCM-SHA384")


def configured(suites):
    # ok: py.weak-tls-suites
    context.set_ciphers(suites)
