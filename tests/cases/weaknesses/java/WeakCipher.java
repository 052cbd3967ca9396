package com.acme.vault;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.DESKeySpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

class Vault {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final String CARD_TRANSFORMATION = "AES/ECB/PKCS5Padding";
    private final SecureRandom random = new SecureRandom();

    // unsafe: weak-cipher
    public byte[] seal(byte[] keyBytes, byte[] message) throws GeneralSecurityException {
        SecretKey key = SecretKeyFactory.getInstance("DES").generateSecret(new DESKeySpec(keyBytes));
        Cipher cipher = Cipher.getInstance("DES/CBC/PKCS5Padding");
        byte[] iv = new byte[8];
        random.nextBytes(iv);
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
        byte[] body = cipher.doFinal(message);
        return ByteBuffer.allocate(8 + body.length).put(iv).put(body).array();
    }

    // safe: weak-cipher - AES in Galois/counter mode with a nonce of its own each time
    public byte[] protect(SecretKey key, byte[] message) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        byte[] body = cipher.doFinal(message);
        return ByteBuffer.allocate(12 + body.length).put(nonce).put(body).array();
    }

    // unsafe: weak-cipher - the mode stands in a constant
    public byte[] cardNumber(byte[] key, byte[] pan) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CARD_TRANSFORMATION);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(pan);
    }

    // safe: weak-cipher - "ECB" says nothing here, the padding is OAEP
    public byte[] sessionKey(PublicKey recipient, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, recipient);
        return cipher.doFinal(key);
    }

    // unsafe: weak-cipher - without mode and padding the provider takes ECB
    public byte[] note(SecretKey key, String text) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES");
        aes.init(Cipher.ENCRYPT_MODE, key);
        return aes.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    // safe: weak-cipher - a stream cipher with authentication
    public byte[] memo(SecretKey key, String text) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        Cipher chacha = Cipher.getInstance("ChaCha20-Poly1305");
        chacha.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
        byte[] body = chacha.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(nonce.length + body.length).put(nonce).put(body).array();
    }

    // unsafe: weak-cipher - RC4
    public OutputStream channel(OutputStream out, byte[] key) throws GeneralSecurityException {
        Cipher stream = Cipher.getInstance("RC4");
        stream.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "RC4"));
        return new CipherOutputStream(out, stream);
    }

    // safe: weak-cipher - a key is wrapped by the algorithm that was made for it
    public byte[] wrap(SecretKey master, Key key) throws GeneralSecurityException {
        Cipher wrapper = Cipher.getInstance("AESWrap");
        wrapper.init(Cipher.WRAP_MODE, master);
        return wrapper.wrap(key);
    }

    // unsafe: weak-cipher - a key for triple DES
    public SecretKey archiveKey() throws NoSuchAlgorithmException {
        KeyGenerator generator = KeyGenerator.getInstance("DESede");
        generator.init(168);
        return generator.generateKey();
    }

    // safe: weak-cipher - a key for AES
    public SecretKey backupKey() throws NoSuchAlgorithmException {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        return generator.generateKey();
    }

    // safe: weak-cipher - old names are turned away
    public Cipher forSuite(String suite) throws GeneralSecurityException {
        switch (suite) {
            case "DES":
            case "RC4":
                throw new NoSuchAlgorithmException("no longer offered");
            default:
                return Cipher.getInstance("AES/GCM/NoPadding");
        }
    }
}
