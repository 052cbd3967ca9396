package boxes;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

class Nonces {
    private static final byte[] STORED = {1, 2, 3};
    private final SecureRandom random = new SecureRandom();

    void empty(Cipher cipher, SecretKey key) throws Exception {
        byte[] iv = new byte[16];
        // ruleid: java.static-nonce
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
        // ruleid: java.static-nonce
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
    }

    void text(Cipher cipher, SecretKey key) throws Exception {
        // ruleid: java.static-nonce
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec("0123456789abcdef".getBytes()));
    }

    void fresh(Cipher cipher, SecretKey key) throws Exception {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        // ok: java.static-nonce
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
    }

    void read(Cipher cipher, SecretKey key, byte[] message) throws Exception {
        byte[] iv = Arrays.copyOf(message, 16);
        // ok: java.static-nonce
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
        byte[] copied = new byte[16];
        System.arraycopy(message, 0, copied, 0, 16);
        // ok: java.static-nonce
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(copied));
    }
}
