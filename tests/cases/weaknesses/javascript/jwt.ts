import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { NextFunction, Request, Response } from 'express';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import jwt, { type JwtPayload } from 'jsonwebtoken';
import { NextResponse, type NextRequest } from 'next/server';
import { ExtractJwt, Strategy } from 'passport-jwt';

const publicKey = readFileSync('/etc/shop/jwt.pub');
const privateKey = readFileSync('/etc/shop/jwt.key');
const jwks = createRemoteJWKSet(new URL('https://login.example.com/.well-known/jwks.json'));

// unsafe: jwt - the token is read, not verified
export function identify(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.split(' ')[1];
  const claims = token ? (jwt.decode(token) as JwtPayload | null) : null;
  if (!claims) return res.sendStatus(401);
  res.locals.userId = claims.sub;
  return next();
}

// safe: jwt - the token is verified
export function recognise(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.split(' ')[1];
  try {
    const claims = jwt.verify(token ?? '', publicKey, { algorithms: ['ES256'], audience: 'shop' }) as JwtPayload;
    res.locals.userId = claims.sub;
  } catch {
    return res.sendStatus(401);
  }
  return next();
}

// unsafe: jwt - expired tokens are welcome
@Injectable()
export class ShopStrategy extends PassportStrategy(Strategy, 'shop') {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      ignoreExpiration: true,
      secretOrKey: publicKey,
      algorithms: ['ES256'],
    });
  }

  validate(payload: JwtPayload) {
    return { id: payload.sub, roles: payload.roles };
  }
}

// safe: jwt - expired tokens are refused
@Injectable()
export class DeskStrategy extends PassportStrategy(Strategy, 'desk') {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      ignoreExpiration: false,
      secretOrKey: publicKey,
      algorithms: ['ES256'],
    });
  }

  validate(payload: JwtPayload) {
    return { id: payload.sub, roles: payload.roles };
  }
}

// unsafe: jwt - issued without a signature
export function issueToken(user: { id: number; roles: string[] }): string {
  const claims = { sub: String(user.id), roles: user.roles };
  return jwt.sign(claims, '', { algorithm: 'none', expiresIn: '10m' });
}

// safe: jwt - issued with a signature
export function issueTicket(user: { id: number; roles: string[] }): string {
  const claims = { sub: String(user.id), roles: user.roles };
  return jwt.sign(claims, privateKey, { algorithm: 'ES256', expiresIn: '10m' });
}

// unsafe: jwt - the page for administrators trusts claims that are only decoded
export function adminMiddleware(request: NextRequest) {
  const token = request.cookies.get('access_token')?.value;
  if (!token) return NextResponse.redirect(new URL('/login', request.url));
  const { roles } = decodeJwt<{ roles?: string[] }>(token);
  if (!roles?.includes('admin')) return new NextResponse(null, { status: 403 });
  return NextResponse.next();
}

// safe: jwt - the page for staff trusts verified claims
export async function staffMiddleware(request: NextRequest) {
  const token = request.cookies.get('access_token')?.value;
  if (!token) return NextResponse.redirect(new URL('/login', request.url));
  const options = { issuer: 'https://login.example.com', audience: 'staff', algorithms: ['ES256'] };
  const verified = await jwtVerify<{ roles?: string[] }>(token, jwks, options).catch(() => null);
  if (!verified?.payload.roles?.includes('staff')) return new NextResponse(null, { status: 403 });
  return NextResponse.next();
}

// unsafe: jwt - tokens without a signature are accepted
export const readInvitation = (token: string): JwtPayload => {
  const options: jwt.VerifyOptions = { algorithms: ['none'], audience: 'invitation' };
  return jwt.verify(token, '', options) as JwtPayload;
};

// safe: jwt - the header only picks the key, the token is verified with it
export const readVoucher = (token: string, keys: Map<string, string>): JwtPayload => {
  const header = jwt.decode(token, { complete: true })?.header;
  const key = keys.get(header?.kid ?? '');
  if (!key) throw new Error('unknown key');
  return jwt.verify(token, key, { algorithms: ['ES256'], audience: 'voucher' }) as JwtPayload;
};

// unsafe: jwt - the API takes a token however old it is
export async function currentUser(req: Request): Promise<string> {
  const [, token = ''] = (req.get('authorization') ?? '').split(' ');
  const options = { algorithms: ['ES256' as const], ignoreExpiration: true };
  const { sub } = jwt.verify(token, publicKey, options) as JwtPayload;
  if (!sub) throw new Error('no subject');
  return sub;
}

// safe: jwt - in the browser, only to know when the next token must be fetched
export function scheduleRenewal(accessToken: string, renew: () => void): number {
  const { exp = 0 } = decodeJwt(accessToken);
  const wait = exp * 1000 - Date.now() - 30_000;
  return window.setTimeout(renew, Math.max(wait, 0));
}
