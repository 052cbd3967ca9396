package boxes;

import java.util.Properties;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.NullCipher;
import javax.crypto.spec.SecretKeySpec;

class Ciphers {
    private static final String OLD = "DESede/CBC/PKCS5Padding";

    void old(byte[] key, Properties settings) throws Exception {
        // ruleid: java.weak-cipher
        Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: java.weak-cipher
        javax.crypto.Cipher.getInstance(OLD, "SunJCE");
        // ruleid: java.weak-cipher
        Cipher.getInstance(settings.getProperty("cipher", "DES/ECB/PKCS5Padding"));
        // ruleid: java.weak-cipher
        KeyGenerator.getInstance("Blowfish");
        // ruleid: java.weak-cipher
        Cipher cipher = new NullCipher();
        // ruleid: java.weak-cipher
        new SecretKeySpec(key, "RC4");
    }

    void modern(byte[] key, String name) throws Exception {
        // ok: java.weak-cipher
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: java.weak-cipher
        Cipher.getInstance("ChaCha20-Poly1305");
        // ok: java.weak-cipher
        Cipher.getInstance(name);
        // ok: java.weak-cipher
        KeyGenerator.getInstance("AES");
        // ok: java.weak-cipher
        new SecretKeySpec(key, "AES");
    }
}

class Textbook {
    void textbook() throws Exception {
        // ruleid: java.weak-cipher
        Cipher bare = Cipher.getInstance("RSA/ECB/NoPadding");
        // ok: java.weak-cipher
        Cipher padded = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }
}
