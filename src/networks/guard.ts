import { lookup as lookUpName } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type ConnectionGuard, TransportError } from './transport.ts'

export type AddressProblem = 'scheme' | 'credentials' | 'port' | 'internal'

/** An address that people gave and that is not called. Nothing was sent, and trying again changes nothing. */
export class AddressRefused extends TransportError {
  override readonly name = 'AddressRefused'
  readonly problem: AddressProblem

  constructor(problem: AddressProblem, message: string) {
    super(false, message)
    this.problem = problem
  }
}

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>

export interface GuardOptions {
  /** For tests, and for an operator who watches an intranet. */
  readonly allowInternalAddresses?: boolean
  /** By default the system's own resolver. */
  readonly resolve?: Resolve
  /** For tests, whose servers are all on this machine. */
  readonly isPublic?: (address: string) => boolean
}

/** A guard that has been told of servers which it may call all the same. */
export interface Guard extends ConnectionGuard {
  /**
   * The server of an account: called although it is inside, at this scheme and port alone. Only where the address itself
   * says that it is inside, as a number or as a name of this machine: then it was the operator who gave it, on the command
   * line, since the page refuses such an address. Any other name may lead elsewhere by tomorrow, and stays guarded.
   */
  trust(service: string): void
}

/**
 * Keeps requests to addresses that people give (feeds, servers, previews) out of the operator's own network. The name is
 * resolved here and the connection made to what was checked, so that a name which answers otherwise the next time
 * (DNS rebinding) gains nothing. A name of which one address is internal is refused as a whole.
 */
export function createGuard(options: GuardOptions): Guard {
  const { allowInternalAddresses = false, resolve = resolveName, isPublic = isPublicAddress } = options
  const isAllowed = (address: string) => allowInternalAddresses || isPublic(address)
  const trusted = new Set<string>()
  /** Names of this machine, which `lookup` is asked about without their port. */
  const trustedNames = new Set<string>()
  return {
    trust(service) {
      if (!URL.canParse(service)) return
      const { protocol, hostname, port } = new URL(service)
      // A server of this machine calls itself by any of its names.
      const names = isOfThisMachine(hostname)
        ? [hostname, ...THIS_MACHINE]
        : isIP(bare(hostname)) !== 0
          ? [hostname]
          : []
      for (const name of names) {
        trusted.add(new URL(`${protocol}//${name}:${port}`).origin)
        if (isIP(bare(name)) === 0) trustedNames.add(name)
      }
    },
    check(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('scheme', url, 'neither http nor https')
      if (url.username !== '' || url.password !== '') throw refused('credentials', url, 'holds credentials')
      if (trusted.has(url.origin)) return
      if (!allowInternalAddresses && trustedNames.has(url.hostname))
        throw refused('internal', url, 'another port of it')
      if (!allowInternalAddresses && !isUsualPort(url.port)) throw refused('port', url, 'no port of the web')
      // A name goes through `lookup`, a literal does not.
      const literal = bare(url.hostname)
      if (isIP(literal) !== 0 && !isAllowed(literal)) throw refused('internal', url, 'an internal address')
    },
    lookup(hostname, given, callback) {
      const isKnown = trustedNames.has(hostname)
      lookupWith(resolve, address => isKnown || isAllowed(address))(hostname, given, callback)
    },
  }
}

/** A literal IPv6 address without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]']

/** Names that lead nowhere else: RFC 6761, 6.3. */
function isOfThisMachine(hostname: string): boolean {
  return THIS_MACHINE.includes(hostname) || hostname.endsWith('.localhost')
}

async function resolveName(hostname: string): Promise<readonly ResolvedAddress[]> {
  return lookUpName(hostname, { all: true })
}

function refused(problem: AddressProblem, url: URL, why: string): AddressRefused {
  return new AddressRefused(problem, `${url.protocol}//${url.host}: ${why}`)
}

function lookupWith(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      addresses => {
        const [first] = addresses
        if (first === undefined) return callback(new TransportError(false, `${hostname}: has no address`), [])
        if (!addresses.every(({ address }) => isAllowed(address))) {
          return callback(new AddressRefused('internal', `${hostname}: leads to an internal address`), [])
        }
        if (all === true) return callback(null, [...addresses])
        return callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}

/** Those of the web and those that anybody may use; what is below 1024 otherwise is mail, files and remote control. */
function isUsualPort(port: string): boolean {
  return port === '' || port === '80' || port === '443' || Number(port) >= 1024
}

/** The parts of IPv6 that IANA has given out for the public (RFC 4291, 2.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
/** How IPv4 is reached from networks that have IPv6 alone (RFC 6052); other prefixes are somebody's own. */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96')
const MAPPED = ipaddr.IPv6.parseCIDR('::ffff:0:0/96')
/** Answers inside Azure alone, though its number is a public one: credentials and set-up of the machine. */
const AZURE_HOST = '168.63.129.16'

/**
 * Whether an address belongs to the public internet: what is private, loopback, link-local (cloud metadata), shared,
 * multicast, reserved or a tunnel does not; IPv4 inside IPv6 is judged as what it leads to.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast' && address.toString() !== AZURE_HOST
  if (address.match(MAPPED) || address.match(TRANSLATED)) {
    return isPublicAddress(new ipaddr.IPv4(address.toByteArray().slice(12)).toString())
  }
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST)
}
