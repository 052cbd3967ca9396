package stores;

import org.springframework.beans.factory.annotation.Value;

class Stores {
    // ruleid: java.password-constant
    private static final String DB_PASSWORD = "Winter-2021";
    // ok: java.password-constant
    private static final String PASSWORD_FIELD = "password1";
    // ok: java.password-constant
    private static final String RESET_PASSWORD = "reset password";
    // ok: java.password-constant
    private static final String PASSWORD = System.getenv("SHOP_PASSWORD_1");

    @Value("${shop.password}")
    private String password;

    void written() {
        // ruleid: java.password-constant
        String apiKey = "live-4f8a2b7c";
        // ruleid: java.password-constant
        this.password = "Winter-2021";
        use(apiKey);
    }

    void asked(String given) {
        // ok: java.password-constant
        String passwd = given;
        // ok: java.password-constant
        String template_password = "${shop.password1}";
        use(passwd);
    }
}
