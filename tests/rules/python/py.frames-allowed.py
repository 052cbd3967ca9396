from django.views.decorators.clickjacking import xframe_options_deny, xframe_options_exempt

# ruleid: py.frames-allowed
X_FRAME_OPTIONS = "ALLOWALL"
# ruleid: py.frames-allowed
X_FRAME_OPTIONS = None
# ok: py.frames-allowed
X_FRAME_OPTIONS = "DENY"
# ok: py.frames-allowed
X_FRAME_OPTIONS = "SAMEORIGIN"


@xframe_options_exempt
# ruleid: py.frames-allowed
def transfer(request):
    return page(request)


@xframe_options_exempt
# ok: py.frames-allowed
def price_widget(request):
    return page(request)


@xframe_options_deny
# ok: py.frames-allowed
def account(request):
    return page(request)
