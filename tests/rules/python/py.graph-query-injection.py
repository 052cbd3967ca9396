from flask import request
from neo4j import GraphDatabase

driver = GraphDatabase.driver("bolt://graph.example")
LABELS = {"user": "User", "group": "Group"}


def by_name():
    with driver.session() as session:
        # ruleid: py.graph-query-injection
        return session.run(f"MATCH (u:User {{name: '{request.args['name']}'}}) RETURN u").data()


def friends():
    query = "MATCH (u)-[:KNOWS]->(f) WHERE u.name = '" + request.form["name"] + "' RETURN f"
    with driver.session() as session:
        # ruleid: py.graph-query-injection
        return session.run(query).data()


def in_transaction(tx):
    # ruleid: py.graph-query-injection
    tx.run("MATCH (u) WHERE u.mail = '%s' DELETE u" % request.json["mail"])


def bound():
    with driver.session() as session:
        # ok: py.graph-query-injection
        return session.run("MATCH (u:User {name: $name}) RETURN u", name=request.args["name"]).data()


def from_a_table():
    label = LABELS[request.args["kind"]]
    with driver.session() as session:
        # ok: py.graph-query-injection
        return session.run(f"MATCH (n:{label}) RETURN n").data()


def number():
    with driver.session() as session:
        # ok: py.graph-query-injection
        return session.run(f"MATCH (n) RETURN n LIMIT {int(request.args['n'])}").data()
