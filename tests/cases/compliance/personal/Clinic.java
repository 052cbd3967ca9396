package clinic;

class Clinic {
    // finding: in-log
    void admit(Patient patient) {
        if (patient.getSsn() == null) {
            LOG.warn("admitted without insurance: {} {}", patient.getFirstName(), patient.getLastName());
        }
    }

    // finding: in-log
    void diagnosed(Patient patient, Diagnosis diagnosis) {
        logger.info("diagnosis of " + patient.getId() + ": " + patient.getDiagnosis().toString());
    }

    // finding: in-log
    Patient find(String nationalId) {
        log.debug("searching by {}", nationalId);
        return repository.findByNationalId(nationalId);
    }

    // finding: in-log
    void failed(Patient patient, Exception error) {
        log.error(
            "cannot mail {}",
            patient.getContact().getEmailAddress(),
            error);
    }

    // finding: in-url
    URI results(Patient patient) {
        return URI.create(base + "/results?ssn=" + patient.getSsn() + "&lang=en");
    }

    // clean - an id
    void discharged(Patient patient) {
        log.info("discharged {}", patient.getId());
    }

    // clean - a toString that hides
    void hidden(Patient patient) {
        log.info("patient {}", Redactor.redact(patient.getFirstName()));
    }

    // clean - an exception for the caller
    void missing(String email) {
        throw new NotFoundException("nobody with " + email);
    }

    // clean - bean wiring
    @Bean
    EmailSender sender(@Value("${mail.from-email}") String fromEmail) {
        log.info("mail from {}", fromEmail);
        return new EmailSender(fromEmail);
    }

    // clean - a validator's verdict
    void checked(Patient patient) {
        log.info("phone ok: {}", validator.isValid(patient.getPhoneNumber()));
    }

    // clean - a ward's name
    void ward(Ward ward) {
        log.info("ward {}", ward.getName());
    }
}
