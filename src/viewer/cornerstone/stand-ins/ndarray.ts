/*
 * In place of `ndarray`, whose arrays are made by code from text, which the page's policy forbids. Two dimensions, row
 * by row: all that Cornerstone's adapters ask of it.
 */

type Values = Record<number, number>

export default function ndarray(data: Values, shape: readonly [rows: number, columns: number]) {
  const [rows, columns] = shape
  return {
    data,
    shape,
    size: rows * columns,
    dimension: 2,
    stride: [columns, 1],
    offset: 0,
    get: (row: number, column: number): number => data[row * columns + column],
    set: (row: number, column: number, value: number): number => (data[row * columns + column] = value),
  }
}
