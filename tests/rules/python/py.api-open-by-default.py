# ruleid: py.api-open-by-default
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}
# ruleid: py.api-open-by-default
REST_FRAMEWORK = {"PAGE_SIZE": 50, "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.AllowAny",)}
# ruleid: py.api-open-by-default
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": []}
# ok: py.api-open-by-default
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
# ok: py.api-open-by-default
REST_FRAMEWORK = {"PAGE_SIZE": 50}
# ok: py.api-open-by-default
OTHER = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}
