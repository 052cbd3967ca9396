const logger = require('./logger');
const axios = require('axios');
const crypto = require('crypto');

// finding: in-log
function created(customer) {
  console.log(customer.ssn);
}

// finding: in-log
app.post('/login', (req, res) => {
  const { email, password } = req.body;
  logger.info(`login attempt by ${email}`);
  res.sendStatus(204);
});

// finding: in-log
function shipped(order) {
  logger.info('shipped', { order: order.id, phone: order.customer.phoneNumber });
}

// finding: in-log
function paid(payment) {
  console.debug('paying with card ' + payment.cardNumber);
}

// finding: in-log
function joined({ firstName, lastName }) {
  log.info({ firstName, lastName }, 'joined');
}

// finding: in-log
router.put('/profile', async (req, res) => {
  req.log.warn({ body: req.body.dateOfBirth }, 'odd profile');
  res.end();
});

// finding: in-log
function failed(user, err) {
  console.error('cannot notify', user?.email, err);
}

// finding: in-log
function raw(form) {
  console.log(form['social_security_number']);
}

// finding: in-analytics
function signup(email) {
  analytics.track('signup', { email });
}

// finding: in-analytics
function identify(user) {
  mixpanel.identify(user.id);
  mixpanel.people.set({ $email: user.email });
}

// finding: in-analytics
function purchase(order) {
  gtag('event', 'purchase', { value: order.total, phone: order.phoneNumber });
}

// finding: in-analytics
function session(user) {
  window.dataLayer.push({ event: 'login', userEmail: user.email });
}

// finding: in-url
async function lookUp(user) {
  return fetch(`/api/contacts?email=${encodeURIComponent(user.email)}`);
}

// finding: in-url
async function search(customer) {
  return axios.get('/api/search', { params: { phone: customer.phoneNumber } });
}

// finding: in-url
function confirm(user) {
  window.location.href = '/confirm?lastName=' + user.lastName;
}

// finding: in-url
function link(url, patient) {
  url.searchParams.set('dob', patient.dateOfBirth);
  return url;
}

// finding: in-storage
function remember(user) {
  localStorage.setItem('email', user.email);
}

// finding: in-storage
function keep(profile) {
  sessionStorage.setItem('profile', JSON.stringify({ name: profile.fullName }));
}

// finding: in-storage
function cookie(user) {
  document.cookie = `email=${user.email}; path=/`;
}

// finding: in-storage
function respond(res, user) {
  res.cookie('phone', user.phoneNumber, { httpOnly: true });
}

// clean - an id
function createdById(customer) {
  console.log(customer.id);
}

// clean - masked
function loginMasked(email) {
  logger.info(`login attempt by ${maskEmail(email)}`);
}

// clean - hashed
function loginHashed(email) {
  logger.info(`login by ${crypto.createHash('sha256').update(email).digest('hex')}`);
}

// clean - last digits
function paidWith(payment) {
  console.debug('card ending in ' + payment.cardNumber.slice(-4));
}

// clean - only whether
function checked(user) {
  logger.info('email present', { hasEmail: Boolean(user.email), length: user.email.length });
}

// clean - a negation
function missing(user) {
  console.warn('no phone', !user.phoneNumber);
}

// clean - a choice
function channel(user) {
  console.info(user.email ? 'by mail' : 'by post');
}

// clean - a commented line
function quiet(user) {
  // console.log(user.email);
  /* logger.info(user.ssn); */
  return user;
}

// clean - a text
function text() {
  return "console.log(user.email)";
}

// clean - a component's style
const emailStyle = { color: 'red' };
console.log(emailStyle, phoneInputRef);

// clean - the body of a request
async function save(user) {
  return axios.post('/api/contacts', { email: user.email });
}

// clean - a theme in storage
function theme(user) {
  localStorage.setItem('theme', user.theme);
}

// clean - a token in storage
function draft(editor) {
  sessionStorage.setItem('draft', editor.value);
}

// clean - an event without data
function viewed(page) {
  analytics.page(page.name);
}

// clean - a template's name
function mail(job) {
  logger.info('template', job.emailTemplate, job.emailQueue.name);
}

// clean - a service
function started(emailService) {
  console.log('started', emailService.port);
}

// clean - a constant address
function help() {
  console.log(`write to ${SUPPORT_EMAIL}`);
}

// clean - a page number
async function list(page) {
  return fetch(`/api/contacts?page=${page}&sort=email`);
}

// clean - a mailto link
function mailLink(user) {
  return `<a href="mailto:${user.email}">write</a>`;
}

// clean - the name of a tool
function tool(pkg) {
  console.log(pkg.name, pkg.fullNameLength);
}

// clean - an error about a field
function invalid(errors) {
  console.log(errors.email.message, errors.phoneNumber.code);
}

// clean - a redacted copy
function redactedUser(user) {
  logger.info('user', redact({ email: user.email, phone: user.phoneNumber }));
}

// clean - a key alone
function fields() {
  console.log({ email: true, phoneNumber: false });
}

// clean - a type check
function typed(email) {
  console.log(typeof email, email instanceof String);
}

// clean - validation
function validated(email) {
  console.log(emailPattern.test(email));
}
