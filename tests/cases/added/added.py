def added(db):
    from flask import request
    from cryptography.hazmat.primitives.asymmetric import rsa
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    db.execute("SELECT " + request.args["q"])
