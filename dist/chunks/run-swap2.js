export { t as decideSwap, n as makeSwap } from "./run-swap.js";
