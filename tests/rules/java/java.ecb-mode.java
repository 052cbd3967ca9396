package boxes;

import javax.crypto.Cipher;

class Modes {
    private static final String MODE = "AES/ECB/PKCS5Padding";

    void blocks() throws Exception {
        // ruleid: java.ecb-mode
        Cipher.getInstance("AES");
        // ruleid: java.ecb-mode
        Cipher.getInstance(MODE);
        // ruleid: java.ecb-mode
        javax.crypto.Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
    }

    void authenticated() throws Exception {
        // ok: java.ecb-mode
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java.ecb-mode
        Cipher.getInstance("AES/CBC/PKCS5Padding");
        // ok: java.ecb-mode
        Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }
}
