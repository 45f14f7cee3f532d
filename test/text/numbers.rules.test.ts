import { expect, test } from "vitest";
import { listPossibleNumbers, toPlainNumber } from "#shared/text/numbers.rules.ts";

test.each([
  ["12", [12]],
  ["-3", [-3]],
  [" 1.5 ", [1.5]],
  ["1,5", [1.5]],
  ["1,50", [1.5]],
  ["0,500", [0.5]],
  [".5", [0.5]],
  ["12.3456", [12.3456]],
  ["1500", [1500]],
  ["1500,250", [1500.25]],
  ["1 500", [1500]],
  ["1\u202F500\u00A0000,5", [1_500_000.5]],
  ["1’500.5", [1500.5]],
  ["1,500,000", [1_500_000]],
  ["1.500.000", [1_500_000]],
  ["1,500.25", [1500.25]],
  ["1.500,25", [1500.25]],
  ["-12.345.678,9", [-12_345_678.9]],
  ["١٥٠٠٫٥", [1500.5]],
  ["١٬٥٠٠", [1500]],
  ["۱۲", [12]],
  ["1e+21", [1e21]],
  ["1,500", [1500, 1.5]],
  ["-999.125", [-999_125, -999.125]],
  ["1e999", []],
  ["", []],
  [",", []],
  ["twelve", []],
  ["12 kg", []],
  ["1,50,000", []],
  ["1.2.3", []],
  ["0x10", []],
])("the text %j may mean %j", (text, numbers) => {
  expect(listPossibleNumbers(text)).toEqual(numbers);
});

test.each([1500, 1.5, 1.234, -12.125, 0.125, 1e21])("%d is written as a text that means nothing else", (number) => {
  expect(listPossibleNumbers(toPlainNumber(number))).toEqual([number]);
});
