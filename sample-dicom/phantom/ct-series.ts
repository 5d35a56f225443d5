import type { MadeFile } from './cases'
import { makeNoiseMaker, renderSlices, type CtGeometry, type Scenery } from './ct'
import type { EncodeFile } from './dicom'
import { fileName, type Focus } from './focus'
import { ctAttributes, type CtPlan, type SeriesPlan } from './objects'
import { hashText } from './random'
import type { RowSampler } from './sampler'
import { TruthCheck, type VolumeRatio } from './truth-check'

/* A CT series of a case: slices from head to foot, with what its deposits measure on them. */

export interface CtSeriesPlan {
  readonly folder: string
  readonly series: SeriesPlan
  readonly geometry: CtGeometry
  readonly scenery: Scenery
  readonly noiseHu: number
  readonly kernel: CtPlan['kernel']
  readonly patientPosition: CtPlan['patientPosition']
  /** How the model lies in the scanner: model mm to patient mm, and the directions of rows and columns. */
  readonly toPatient: (x: number, y: number, z: number) => readonly [number, number, number]
  readonly rowDirection: readonly number[]
  readonly columnDirection: readonly number[]
  /** Changes the noise-free slice: metal and its streaks, a sharper kernel. */
  readonly change?: (clean: Float32Array, zMm: number) => Float32Array
  readonly bitsStored?: number
}

export function* makeCtSeries(
  sampler: RowSampler,
  foci: readonly Focus[],
  plan: CtSeriesPlan,
  encode: EncodeFile,
  onSlice: (fromHead: number, stored: Uint16Array) => void = () => undefined,
): Generator<MadeFile, VolumeRatio[]> {
  const { geometry, folder } = plan
  const noise = makeNoiseMaker(geometry, hashText(`${folder}/noise`), plan.noiseHu)
  const check = new TruthCheck(foci, geometry)
  const bitsStored = plan.bitsStored ?? 12
  const most = 2 ** bitsStored - 1
  const ct: CtPlan = {
    pixelMm: geometry.pixelMm,
    sliceMm: geometry.sliceMm,
    columns: geometry.columns,
    rows: geometry.rows,
    kernel: plan.kernel,
    rowDirection: plan.rowDirection,
    columnDirection: plan.columnDirection,
    patientPosition: plan.patientPosition,
  }
  for (const slice of renderSlices(sampler, geometry, plan.scenery)) {
    const clean = slice.host.map((host, index) => host + slice.added[index])
    const shown = plan.change ? plan.change(clean, slice.zMm) : clean
    const grain = noise.next(clean)
    const stored = Uint16Array.from(shown, (hu, index) =>
      Math.min(most, Math.max(0, Math.round(hu + grain[index]) + 1024)),
    )
    check.add(slice, (index) => stored[index] - 1024)
    const fromHead = geometry.slices - Math.round((slice.zMm - geometry.originMm[2]) / geometry.sliceMm)
    const [x, y] = geometry.originMm
    yield {
      path: `${folder}/${fileName(fromHead)}`,
      bytes: encode(ctAttributes(plan.series, fromHead, ct, plan.toPatient(x, y, slice.zMm)), {
        columns: geometry.columns,
        rows: geometry.rows,
        bitsStored,
        values: stored,
      }),
    }
    onSlice(fromHead, stored)
  }
  return check.ratios()
}
