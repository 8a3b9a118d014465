import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** '' where there is no body. */
  readonly contentType: string
  readonly body: string
}

/** What is wrong with a request, a line each that names the argument; nothing where the specification lacks the operation. */
export type RequestCheck = (request: SeenRequest) => readonly string[]

type Thing = Readonly<Record<string, unknown>>

const FORM = 'application/x-www-form-urlencoded'

function thing(value: unknown): Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Thing) : {}
}

/** Some properties say what they are in a keyword that is none of JSON Schema, which would let anything through. */
function typed(schema: unknown): unknown {
  const { schema: named, ...rest } = thing(schema)
  return typeof named === 'string' ? { type: 'string', ...rest } : schema
}

/**
 * An object's schema that refuses what it does not name: a misspelt argument is one that the vendor ignores in silence.
 */
function closed(schema: Thing, allowed: readonly string[]): Thing {
  const given = Object.entries(thing(schema.properties)).map(([name, property]) => [name, typed(property)])
  const extra = allowed.map(name => [name, { type: 'string' }])
  return {
    type: 'object',
    ...schema,
    properties: Object.fromEntries([...extra, ...given]),
    additionalProperties: false,
  }
}

/** What is said of bodies of a type, under its own name or a range that it is in (OpenAPI 3, "Media Types"). */
function describedFor(type: string, content: Thing): Thing | undefined {
  const found = [type, type.replace(/\/.*/, '/*'), '*/*'].find(range => range in content)
  return found === undefined ? undefined : thing(content[found])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hasArray(schema: Thing, name: string): boolean {
  return thing(thing(schema.properties)[name]).type === 'array'
}

/** A form's fields. Those that are lists stand there as JSON, or between commas. */
function readForm(parameters: URLSearchParams, schema: Thing): Record<string, unknown> {
  const names = new Set(parameters.keys())
  return Object.fromEntries(
    [...names].map(name => {
      const all = parameters.getAll(name)
      const [value = ''] = all
      if (!hasArray(schema, name)) return [name, all.length > 1 ? all : value]
      if (all.length > 1) return [name, all]
      return [name, value.startsWith('[') ? (parse(value) ?? value) : value.split(',')]
    }),
  )
}

function describeError({ keyword, params, instancePath, message }: ErrorObject): string {
  const place = instancePath.slice(1)
  const name = (inner: unknown) => (place === '' ? String(inner) : `${place}/${inner}`)
  if (keyword === 'required') return `${name(params.missingProperty)}: is missing`
  if (keyword === 'additionalProperties') return `${name(params.additionalProperty)}: is unknown`
  return `${place === '' ? 'the body' : place}: ${message}`
}

export interface CheckOptions {
  /** Arguments that every operation takes, although the specification does not list them. */
  readonly alsoAllowed?: readonly string[]
  /** Of JSON Schema: OpenAPI 3.1 speaks that of 2020. */
  readonly dialect?: '7' | '2020'
  /** Paths have parameters in braces, whose values are not looked at. */
  readonly isTemplated?: boolean
}

/** The operation's path among templates: the one with the fewest parameters that fits. */
function createPathFinder(paths: Thing): (path: string) => string {
  const templates = Object.keys(paths)
    .map(template => ({
      template,
      parameters: template.split('{').length,
      pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }))
    .toSorted((one, other) => one.parameters - other.parameters)
  return path => templates.find(({ pattern }) => pattern.test(path))?.template ?? path
}

/** Holds requests against an OpenAPI document. Throws where a schema cannot be compiled. */
export function createRequestCheck(
  document: unknown,
  { alsoAllowed = [], dialect = '7', isTemplated = false }: CheckOptions = {},
): RequestCheck {
  const { paths, components } = thing(document)
  /** In a form and in an address everything is text. */
  const ajvs = [false, true].map(coerceTypes => {
    const Dialect = dialect === '2020' ? Ajv2020 : Ajv
    const ajv = new Dialect({
      strict: false,
      allErrors: true,
      coerceTypes,
      logger: false,
      schemas: [{ $id: 'all', components }],
    })
    return formats.default(ajv)
  })
  const compiled = new Map<string, ValidateFunction>()

  function validate(id: string, schema: Thing, value: unknown, isText: boolean): readonly string[] {
    const ajv = ajvs[isText ? 1 : 0]
    let check = compiled.get(id)
    if (check === undefined && ajv !== undefined) {
      // References are to the document that is known as `all`.
      const whole = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"all#/components/'))
      check = ajv.compile(whole)
      compiled.set(id, check)
    }
    return check?.(value) === true ? [] : (check?.errors ?? []).map(describeError)
  }

  /** A schema that is somewhere else, so that it can be closed. */
  function resolve(schema: unknown): unknown {
    const reference = thing(schema).$ref
    if (typeof reference !== 'string') return schema
    return reference
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((place, name) => thing(place)[name], document)
  }

  function checkBody(id: string, operation: Thing, { contentType, body }: SeenRequest): readonly string[] {
    const { content, required } = thing(operation.requestBody)
    if (body === '') return required === true ? ['the body: is missing'] : []
    if (content === undefined) return ['the body: is unknown']
    const [type = ''] = contentType.split(';')
    const described = describedFor(type.trim(), thing(content))
    if (described === undefined) return [`the body: may not be ${type}`]
    const schema = resolve(described.schema)
    // Files and other bytes; what goes with them is not looked at.
    if (schema === undefined || type.startsWith('multipart/')) return []
    const isOne = thing(schema).properties !== undefined
    const shape = isOne ? closed(thing(schema), alsoAllowed) : thing(schema)
    const isForm = type.trim() === FORM
    const value = isForm ? readForm(new URLSearchParams(body), shape) : parse(body)
    return value === undefined ? ['the body: is not JSON'] : validate(`${id} ${type}`, shape, value, isForm)
  }

  function checkQuery(id: string, operation: Thing, { query }: SeenRequest): readonly string[] {
    const parameters = (Array.isArray(operation.parameters) ? operation.parameters : [])
      .map(thing)
      .filter(parameter => parameter.in === 'query')
    const shape = closed(
      {
        properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
        required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
      },
      alsoAllowed,
    )
    return validate(`${id} query`, shape, readForm(query, shape), true)
  }

  const findPath = isTemplated ? createPathFinder(thing(paths)) : (path: string) => path
  return request => {
    const path = findPath(request.path)
    const operation = thing(thing(paths)[path])[request.method.toLowerCase()]
    if (operation === undefined) return []
    const id = `${request.method} ${path}`
    return [...checkQuery(id, thing(operation), request), ...checkBody(id, thing(operation), request)]
  }
}
