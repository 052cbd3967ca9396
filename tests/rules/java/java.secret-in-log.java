package access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    void login(User user, String password) {
        // ruleid: java.secret-in-log
        LOG.info("login of {} with {}", user.getName(), password);
        // ruleid: java.secret-in-log
        LOG.debug("password: " + password);
        // ruleid: java.secret-in-log
        System.out.println("key " + user.getApiKey());
        // ruleid: java.secret-in-log
        LOG.warn("refused", user.getPassword());
    }

    void harmless(User user, String password) {
        // ok: java.secret-in-log
        LOG.info("login of {}", user.getId());
        // ok: java.secret-in-log
        LOG.info("a password of {} characters", password.length());
        // ok: java.secret-in-log
        LOG.info("password changed");
        // ok: java.secret-in-log
        form.error(password);
    }
}
