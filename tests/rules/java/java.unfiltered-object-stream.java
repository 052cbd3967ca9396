package plans;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.Base64;

class Store {
    Object bytes(byte[] data) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(data));
        // ruleid: java.unfiltered-object-stream
        return stream.readObject();
    }

    Object resource(InputStream input) throws Exception {
        try (ObjectInputStream stream = new ObjectInputStream(input)) {
            // ruleid: java.unfiltered-object-stream
            return stream.readObject();
        }
    }

    Object text(String encoded) throws Exception {
        // ruleid: java.unfiltered-object-stream
        return new ObjectInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(encoded))).readObject();
    }

    // The class's own part of the protocol.
    private void readObject(ObjectInputStream stream) throws Exception {
        stream.defaultReadObject();
        // ok: java.unfiltered-object-stream
        this.lines = (Object[]) stream.readObject();
    }

    int number(InputStream input) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(input);
        // ok: java.unfiltered-object-stream
        return stream.readInt();
    }

    Object own() throws Exception {
        ObjectInputStream stream = new ObjectInputStream(Store.class.getResourceAsStream("/plan"));
        // ok: java.unfiltered-object-stream
        return stream.readObject();
    }
}
