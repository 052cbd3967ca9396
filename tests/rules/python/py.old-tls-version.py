import ssl


def oldest(context):
    # ruleid: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def old(context):
    # ruleid: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_1
    return context


def whatever(context):
    # ruleid: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    return context


def current(context):
    # ok: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # ok: py.old-tls-version
    context.maximum_version = ssl.TLSVersion.TLSv1_3
    return context


def newest(context):
    # ok: py.old-tls-version
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context
