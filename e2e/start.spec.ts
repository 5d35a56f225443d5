import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'

/** Collects what the page complains of: violations of its policy, errors, warnings on the console. */
async function complaintsOf(page: Page): Promise<string[]> {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()}`))
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`)
  })
  await page.exposeFunction('complain', (text: string) => complaints.push(text))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      (window as unknown as { complain(text: string): void }).complain(
        `policy: ${event.violatedDirective} refused ${event.blockedURI}`,
      ),
    ),
  )
  return complaints
}

test('the page opens under its own policy without a complaint', async ({ page }) => {
  const complaints = await complaintsOf(page)
  await page.goto('/', { waitUntil: 'networkidle' })
  await expect(page).toHaveTitle(/Calcimap/)
  await expect(page.locator('#app')).not.toBeEmpty()
  expect(complaints).toEqual([])
})

test('a violation of the policy would be seen', async ({ page }) => {
  const complaints = await complaintsOf(page)
  await page.goto('/')
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.body.append(script)
  })
  await expect.poll(() => complaints.join('\n')).toContain('policy: script-src')
  expect(await page.evaluate(() => 'injected' in window)).toBe(false)
})

test('server and page state the same strict policy', async ({ page }) => {
  const response = await page.goto('/')
  const header = response?.headers()['content-security-policy'] ?? ''
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  expect(meta).toBe(header)
  const directives = new Map(
    header.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
  )
  expect(Object.fromEntries(directives)).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'worker-src': "'self'",
    // Nothing but files of the page, and texts that are known to the letter.
    'style-src': expect.stringMatching(/^'self'( 'sha256-[\w+/]{43}=')*$/),
    'connect-src': "'self'",
  })
})

test.describe('the language of the page follows the browser', () => {
  for (const [locale, language] of [
    ['en-GB', 'en'],
    ['es-AR', 'es'],
    ['fr-FR', 'en'],
  ])
    test.describe(locale, () => {
      test.use({ locale })
      test(`is ${language}`, async ({ page }) => {
        await page.goto('/')
        await expect(page.locator('html')).toHaveAttribute('lang', language)
      })
    })
})
