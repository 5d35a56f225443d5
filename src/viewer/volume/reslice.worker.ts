import { expose, transfer } from 'comlink'
import { castRays, type RayRequest } from './ray-cast'
import { reslice, type Picture, type PlaneRequest, type Volume } from './reslice'

/* Keeps volumes and answers with pictures of them; no arithmetic of its own. */

const volumes = new Map<string, Volume>()

const service = {
  hold(key: string, volume: Volume): void {
    volumes.set(key, volume)
  },
  release(key: string): void {
    volumes.delete(key)
  },
  plane(key: string, request: PlaneRequest): Picture {
    const picture = reslice(held(key), request)
    return transfer(picture, [picture.values.buffer])
  },
  rays(key: string, request: RayRequest): Uint8ClampedArray {
    const picture = castRays(held(key), request)
    return transfer(picture, [picture.buffer])
  },
}

function held(key: string): Volume {
  const volume = volumes.get(key)
  if (!volume) throw new Error('expected a volume that was loaded, got one that is not')
  return volume
}

export type ResliceService = typeof service

expose(service)
