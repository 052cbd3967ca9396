package shop;

import javax.jms.ObjectMessage;
import com.esotericsoftware.kryo.Kryo;

class Messages {
    Object cast(Message message) throws JMSException {
        // ruleid: java.unfiltered-message
        return ((ObjectMessage) message).getObject();
    }

    Object named(Message message) throws JMSException {
        ObjectMessage parcel = (ObjectMessage) message;
        // ruleid: java.unfiltered-message
        return parcel.getObject();
    }

    void kryo(Kryo kryo) {
        // ruleid: java.unfiltered-message
        kryo.setRegistrationRequired(false);
        // ok: java.unfiltered-message
        kryo.setRegistrationRequired(true);
        // ok: java.unfiltered-message
        Object kept = holder.getObject();
    }

    String text(Message message) throws JMSException {
        // ok: java.unfiltered-message
        return ((TextMessage) message).getText();
    }
}
