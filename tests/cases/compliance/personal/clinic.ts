import { Injectable, Logger } from '@nestjs/common';
import posthog from 'posthog-js';

interface Patient {
  id: string;
  firstName: string;
  lastName: string;
  nationalId: string;
  medicalHistory: string[];
  emailAddress: string;
}

// finding: in-log
@Injectable()
export class Admissions {
  private readonly logger = new Logger(Admissions.name);

  admit(patient: Patient): void {
    this.logger.log(`admitting ${patient.firstName} ${patient.lastName}`);
  }
}

// finding: in-log
export const discharge = (patient: Patient): void => {
  console.info('discharged', patient.medicalHistory);
};

// finding: in-log
export async function register(patient: Patient): Promise<void> {
  await store(patient);
  logger.debug({ nationalId: patient.nationalId }, 'registered');
}

// finding: in-log
export function contact(patient: Patient, reason: string): void {
  logger.warn('unreachable: %s (%s)', patient.emailAddress, reason);
}

// finding: in-analytics
export function seen(patient: Patient): void {
  posthog.capture('visit', { clinic: 7, email: patient.emailAddress });
}

// finding: in-analytics
export function whoIs(patient: Patient): void {
  posthog.identify(patient.id, { name: patient.fullName });
}

// finding: in-url
export const results = (patient: Patient): Promise<Response> =>
  fetch(`${base}/results?nationalId=${patient.nationalId}`, { method: 'GET' });

// finding: in-storage
export function cache(patient: Patient): void {
  window.localStorage.setItem(`patient:${patient.id}`, patient.medicalHistory.join());
}

// finding: in-storage
export async function keepOnDevice(patient: Patient): Promise<void> {
  await AsyncStorage.setItem('nationalId', patient.nationalId);
}

// clean - an id
export const admitted = (patient: Patient): void => {
  console.info('admitted', patient.id);
};

// clean - a typed parameter and its masked form
export function contacted(email: string): void {
  logger.info(`contacted ${obfuscate(email)}`);
}

// clean - a declaration of types
export type Contact = { email: string; phoneNumber?: string };

// clean - the count
export function counted(patients: Patient[]): void {
  logger.info(`${patients.length} patients`);
}

// clean - the key of a translation
export function label(): void {
  console.log(translate('form.emailAddress.label'));
}

// clean - a store that is not the browser's
export function put(store: Map<string, string>, patient: Patient): void {
  store.set('email', patient.emailAddress);
}

// clean - a form control
export function control(form: FormGroup): void {
  console.log(form.controls.emailAddress.valid);
}

// clean - encrypted before it is stored
export function safe(patient: Patient): void {
  localStorage.setItem('history', encrypt(patient.medicalHistory));
}

// clean - a path parameter
export const one = (patient: Patient): Promise<Response> => fetch(`${base}/patients/${patient.id}`);

// clean - an anonymised copy
export function visit(patient: Patient): void {
  posthog.capture('visit', anonymize(patient));
}

// clean - a logarithm
export function scale(phoneNumber: number): number {
  return Math.log(phoneNumber);
}

// clean - a nullish check
export function present(patient: Patient): void {
  console.log(patient.emailAddress !== undefined, patient.nationalId == null);
}
