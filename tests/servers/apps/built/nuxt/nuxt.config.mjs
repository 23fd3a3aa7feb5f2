export default defineNuxtConfig({ telemetry: false, compatibilityDate: '2025-07-01', routeRules: { '/old': { redirect: '/new' } } });
