import pino from 'pino';
import * as Sentry from '@sentry/node';

const logger = pino();

// finding: in-log
export async function dial(call: Call): Promise<void> {
  try {
    await line.open(call.to);
  } catch (error) {
    logger.error({ err: error, msisdn: call.msisdn }, 'dialling failed');
  }
}

// finding: in-log
export const onSubmit = async (values: FormValues) => {
  console.log('submit', values.email, values.plan);
  await api.post('/signup', values);
};

// finding: in-log
export function greet(user: User) {
  const { firstName } = user;
  logger.info(`hello, ${firstName}!`);
}

// finding: in-log
export class CallLog {
  constructor(private readonly logger: Logger) {}
  missed(call: Call) {
    this.logger.warn('missed call from ' + call.contact.phoneNumber + ' at ' + call.at.toISOString());
  }
}

// finding: in-analytics
Sentry.setUser({ id: session.userId, email: session.user.email });

// finding: in-url
export const unsubscribe = (user: User) =>
  `${BASE_URL}/unsubscribe?list=news&email=${encodeURIComponent(user.email)}`;

// finding: in-url
export async function validate(phoneNumber: string) {
  const answer = await fetch('https://numbers.example.org/check?number=1&phone=' + phoneNumber);
  return answer.ok;
}

// finding: in-storage
export function saveDraft(form: SignupForm) {
  window.sessionStorage.setItem('draft', JSON.stringify({ email: form.email, step: form.step }));
}

// clean - what a call is about
export function started(call: Call) {
  logger.info({ id: call.id, direction: call.direction }, 'call started');
}

// clean - a hash
export async function seen(user: User) {
  const who = await sha256(user.email);
  analytics.track('seen', { who });
}

// clean - an input's props
export const EmailInput = (props: Props) => <input type="email" name="email" value={props.email} onChange={props.onChange} />;

// clean - the state of a form
export function debugForm(form: FormState) {
  console.log(form.touched.email, form.errors.phoneNumber, form.dirty);
}

// clean - sent in a body
export const signup = (email: string) => fetch('/api/signup', { method: 'POST', body: JSON.stringify({ email }) });

// clean - a cache in memory
export const remember = (user: User) => cache.set(user.id, { email: user.email });

// clean - a log of an action's name
export function actionLogged(action: Action) {
  logger.debug('dispatch %s', action.type);
}

// clean - a message for the screen
export function toast(user: User) {
  notifications.show(`Mail sent to ${user.email}`);
}

// clean - a mask
export function number(call: Call) {
  logger.info(`call to ${call.phoneNumber.replace(/\d(?=\d{4})/g, '*')}`);
}

// clean - an unrelated name
export function phoneBook(book: PhoneBook) {
  console.info(book.phones.length, book.emailIndex);
}
