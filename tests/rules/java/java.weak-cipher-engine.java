package shop;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESEngine;

class Engines {
    void engines(CipherParameters key) {
        // ruleid: java.weak-cipher-engine
        BlockCipher old = new DESEngine();
        // ruleid: java.weak-cipher-engine
        StreamCipher stream = new RC4Engine();
        // ruleid: java.weak-cipher-engine
        BlockCipher mode = new CBCBlockCipher(new BlowfishEngine());
        // ok: java.weak-cipher-engine
        BlockCipher now = new AESEngine();
        // ok: java.weak-cipher-engine
        StreamCipher fresh = new ChaCha7539Engine();
        // ok: java.weak-cipher-engine
        Object search = new SearchEngine();
    }
}
