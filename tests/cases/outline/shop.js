#!/usr/bin/env node
/* Copyright somebody. */

/**
 * The front of the shop.
 */

import main, { cart, pay as payment } from "./cart.js";
import * as tools from 'tools';
import "./side-effect";
export { price } from "./price";
export * from "./all";
const { get, set: put } = require("store");
const fs = require('fs'); const late = import("./late");

/** Shows 🛒 everything.
 * @param {number} x */
export const show = async (x) => x, depth = 2;

// A shelf.
// It holds things.
export default class Shelf extends Thing {
  static rows = 1;
  #hidden = 2;
  /** Fills it. */
  fill = () => 3;
  add(a, /* much */ b = {}) {}
  get width() {}
  constructor() { const inner = () => { function deep() {} }; }
}
// eslint-disable-next-line no-undef
module.exports.helper = function (a) {};
let later = function () {};
var api = { list() {}, one: (id) => 1, name: "x" };
function* each() {}
export const ADDRESS = "https://shop.example", MAX = -1;
//
// ------
// Behind a line.
function ruled(a,
               b) { }

function () {}
