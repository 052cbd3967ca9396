def delete_user(user, target):
    # ruleid: py.assert-guards-access
    assert user.is_admin
    target.delete()


def publish(request, page):
    # ruleid: py.assert-guards-access
    assert request.user.has_perm("pages.publish"), "not allowed"
    page.publish()


def log_in(user, password):
    # ruleid: py.assert-guards-access
    assert user.check_password(password)
    return session_for(user)


def refused(user, target):
    # ok: py.assert-guards-access
    if not user.is_admin:
        raise PermissionError("administrators only")
    target.delete()


def invariant(order):
    # ok: py.assert-guards-access
    assert order.total >= 0
    return order


def test_admin_may_log_in(client, user):
    # ok: py.assert-guards-access
    assert user.is_admin
    # ok: py.assert-guards-access
    assert user.check_password("secret")
