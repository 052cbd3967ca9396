package payroll;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Payroll {
    private static final Logger log = LoggerFactory.getLogger(Payroll.class);

    // finding: in-log
    void hire(Employee employee) {
        log.info("hired {}", employee.getFullName());
    }

    // finding: in-log
    void pay(Employee employee) {
        log.debug("paying " + employee.getBankAccountNumber() + " now");
    }

    // finding: in-log
    void tax(Employee employee) {
        LOGGER.warn("no tax class for {} ({})", employee.getId(), employee.taxId);
    }

    // finding: in-log
    void mail(String email) {
        logger.error(String.format("cannot reach %s", email));
    }

    // finding: in-log
    void born(Employee employee) {
        log.info("born {}", employee.getDateOfBirth().toString());
    }

    // finding: in-log
    void print(Employee employee) {
        System.out.println("ssn: " + employee.getSocialSecurityNumber());
    }

    // finding: in-log
    void fluent(Employee employee) {
        log.atInfo().addArgument(employee.getPhoneNumber()).log("called {}");
    }

    // finding: in-url
    String link(Employee employee) {
        return "https://hr.example.com/find?email=" + employee.getEmail();
    }

    // finding: in-url
    String built(Employee employee) {
        return UriComponentsBuilder.fromPath("/find").queryParam("phone", employee.getPhoneNumber()).toUriString();
    }

    // finding: in-storage
    void cookie(HttpServletResponse response, Employee employee) {
        response.addCookie(new Cookie("email", employee.getEmail()));
    }

    // finding: in-storage
    void prefs(SharedPreferences preferences, Employee employee) {
        preferences.edit().putString("email", employee.getEmail()).apply();
    }

    // finding: in-analytics
    void track(Employee employee) {
        mixpanel.track("hired", new JSONObject().put("email", employee.getEmail()));
    }

    // clean - an id
    void hired(Employee employee) {
        log.info("hired {}", employee.getId());
    }

    // clean - masked
    void masked(Employee employee) {
        log.info("hired {}", Masking.mask(employee.getEmail()));
    }

    // clean - the last digits
    void ending(Employee employee) {
        log.info("account ending in {}", employee.getIban().substring(18));
    }

    // clean - only whether
    void has(Employee employee) {
        log.info("mail: {}", employee.getEmail() != null);
    }

    // clean - empty or not
    void empty(Employee employee) {
        log.info("no mail: {}", employee.getEmail().isEmpty());
    }

    // clean - a comment
    void commented(Employee employee) {
        // log.info("hired {}", employee.getEmail());
        log.info("hired");
    }

    // clean - a text
    String text() {
        return "log.info(employee.getEmail())";
    }

    // clean - the body of a message
    void send(Employee employee) {
        client.post(new Contact(employee.getEmail(), employee.getPhoneNumber()));
    }

    // clean - a file's name
    void stored(Document document) {
        log.info("stored {}", document.getFileName());
    }

    // clean - a class's name
    void named() {
        log.info("loaded {}", getClass().getSimpleName());
    }

    // clean - a count
    void counted(List<String> emails) {
        log.info("{} mails", emails.size());
    }

    // clean - a setting
    void settings(Settings settings) {
        log.info("from {}", settings.getFromEmail());
    }

    // clean - a service
    void service(EmailService emailService) {
        log.info("using {}", emailService.getName());
    }

    // clean - a map that is no preference
    void put(Map<String, String> values, Employee employee) {
        values.put("email", employee.getEmail());
    }

    // clean - printed for the person
    void show(Employee employee) {
        System.out.println("Hello " + employee.getFirstName());
    }

    // clean - hashed
    void hashed(Employee employee) {
        log.info("who {}", DigestUtils.sha256Hex(employee.getEmail()));
    }
}
