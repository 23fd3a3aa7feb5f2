# Puma in this process, single mode, silent: one start for all the applications that it serves here.
require "puma"
require "puma/configuration"
require "puma/launcher"

def run_quiet_puma(app, port, threads)
  configuration = Puma::Configuration.new do |puma|
    puma.bind "tcp://127.0.0.1:#{port}"
    puma.app app
    puma.threads 1, threads
    puma.quiet
  end
  # What Puma says goes to its events up to version 5, and to a writer of its own since.
  silent = defined?(Puma::LogWriter) ? { log_writer: Puma::LogWriter.null } : { events: Puma::Events.null }
  Puma::Launcher.new(configuration, **silent).run
end
