import os
import ssl

import aiohttp
import boto3
import ldap3
import pymongo
import redis
import urllib3
from elasticsearch import Elasticsearch


async def fetch(url):
    # ruleid: py.tls-client-unchecked
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as session:
        # ruleid: py.tls-client-unchecked
        return await session.get(url, ssl=False)


def pool():
    # ruleid: py.tls-client-unchecked
    return urllib3.PoolManager(cert_reqs="CERT_NONE")


def pool_by_constant():
    # ruleid: py.tls-client-unchecked
    return urllib3.PoolManager(cert_reqs=ssl.CERT_NONE)


def names():
    # ruleid: py.tls-client-unchecked
    return urllib3.HTTPSConnectionPool("stock.example", assert_hostname=False)


def bucket():
    # ruleid: py.tls-client-unchecked
    return boto3.client("s3", verify=False)


def search():
    # ruleid: py.tls-client-unchecked
    return Elasticsearch("https://search.example", verify_certs=False)


def documents(address):
    # ruleid: py.tls-client-unchecked
    return pymongo.MongoClient(address, tls=True, tlsAllowInvalidCertificates=True)


def cache():
    # ruleid: py.tls-client-unchecked
    return redis.Redis(host="cache", ssl=True, ssl_cert_reqs=None)


def directory():
    # ruleid: py.tls-client-unchecked
    return ldap3.Tls(validate=ssl.CERT_NONE)


# ruleid: py.tls-client-unchecked
os.environ["PYTHONHTTPSVERIFY"] = "0"


async def checked(url, context):
    # ok: py.tls-client-unchecked
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as session:
        # ok: py.tls-client-unchecked
        return await session.get(url)


def good_pool():
    # ok: py.tls-client-unchecked
    return urllib3.PoolManager(cert_reqs="CERT_REQUIRED")


def good_bucket():
    # ok: py.tls-client-unchecked
    return boto3.client("s3", verify="/etc/ssl/company-ca.pem")


def good_documents(address):
    # ok: py.tls-client-unchecked
    return pymongo.MongoClient(address, tls=True)


def plain_cache():
    # ok: py.tls-client-unchecked
    return redis.Redis(host="localhost")
