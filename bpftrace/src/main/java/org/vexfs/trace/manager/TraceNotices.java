package org.vexfs.trace.manager;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSites;
import org.vexfs.trace.analysis.FunctionTraits;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.Integration;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.report.AlertText;
import org.vexfs.trace.report.Errno;
import org.vexfs.trace.report.syslog.SyslogNotice;
import org.vexfs.trace.report.syslog.SyslogNotice.Severity;
import org.vexfs.trace.report.syslog.SyslogSender;
import org.vexfs.trace.result.ResultReport;
import org.vexfs.trace.session.WindowJudgement;

/**
 * Tells a syslog server of a trace: that it began, what is conspicuous and what is wrong, and what it came to. Of errors that
 * come again and again it tells the first of each kind.
 */
final class TraceNotices implements Integrations.Integrated {

    /** How many different errors, and how many double frees, are told. */
    private static final int MOST = 100;

    private final TraceConfig config;
    private final String scripts;
    private final int leastSevere;
    private final CallSites names;
    private final SyslogSender sender;
    private final FunctionTraits.Finder finder;
    private final Map<String, FunctionTraits> traits = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private long alerts;
    private long doubleFrees;
    private long errors;
    private volatile boolean began;

    private TraceNotices(TraceConfig config, CallSites names, SyslogSender sender) {
        this.config = config;
        this.scripts = String.join(
                ",",
                config.scripts().stream()
                        .sorted()
                        .map(script -> script.name().toLowerCase(Locale.ROOT))
                        .toList());
        this.leastSevere = Integration.Syslog.SEVERITIES.indexOf(
                config.integration().syslog().severity());
        this.names = names;
        this.sender = sender;
        this.finder = new FunctionTraits.Finder(config.operations());
    }

    /** Gets ready; empty if nobody asks for it. */
    static Optional<TraceNotices> of(TraceConfig config, CallSites names, TraceRun.Terminal terminal) {
        Integration.Syslog settings = config.integration().syslog();
        return settings.enabled()
                ? Optional.of(new TraceNotices(
                        config,
                        names,
                        new SyslogSender(
                                settings.target(),
                                Integration.Syslog.FACILITIES.indexOf(settings.facility()),
                                terminal::complain)))
                : Optional.empty();
    }

    @Override
    public void began() {
        began = true;
        send(Severity.INFO, "START", "tracing module " + config.module() + " (" + scripts + ")");
    }

    @Override
    public synchronized void accept(TraceEvent event) {
        if (!began) {
            return;
        }
        if (event instanceof Operation call) {
            if (call.errno() != 0) {
                failed(call);
            }
        } else if (event instanceof Free free && free.kind() == Free.Kind.REPEATED) {
            doubleFrees++;
            if (doubleFrees <= MOST) {
                String site = names.at(free.callSite()).function();
                send(
                        Severity.ERR,
                        "DOUBLE_FREE",
                        "double free at " + site + " of 0x" + Long.toHexString(free.address()),
                        "site",
                        site,
                        "tid",
                        String.valueOf(free.tid()));
            }
        } else if (event instanceof AllocationFailure failure) {
            errors++;
            String site = names.at(failure.callSite()).function();
            if (isFirst("allocation " + site)) {
                send(
                        Severity.NOTICE,
                        "ALLOCATION_FAILURE",
                        number(failure.requestedBytes()) + " bytes were not given to " + site,
                        "site",
                        site,
                        "bytes",
                        String.valueOf(failure.requestedBytes()));
            }
        } else if (event instanceof Loss loss && isFirst("loss")) {
            send(Severity.WARNING, "LOSS", loss.what(), "lost", String.valueOf(loss.records()));
        }
    }

    private void failed(Operation call) {
        int errno = traits.computeIfAbsent(call.function(), finder::of).errno(call);
        if (errno == 0) {
            return;
        }
        errors++;
        String error = Errno.returned(errno);
        if (isFirst(call.function() + error)) {
            send(
                    Severity.NOTICE,
                    "ERROR",
                    call.function() + "() returned " + error,
                    "function",
                    call.function(),
                    "error",
                    error.substring(1),
                    "tid",
                    String.valueOf(call.tid()));
        }
    }

    private boolean isFirst(String kind) {
        return told.size() < MOST && told.add(kind);
    }

    @Override
    public synchronized void accept(Alert alert) {
        alerts++;
        send(
                Severity.WARNING,
                "ALERT",
                AlertText.of(alert),
                "kind",
                alert.kind().name().toLowerCase(Locale.ROOT),
                "function",
                alert.subject());
    }

    @Override
    public void ended(WindowJudgement judgement, Duration ran) {
        sum(judgement, ran);
        sender.close();
    }

    private synchronized void sum(WindowJudgement judgement, Duration ran) {
        judgement.memory().ifPresent(this::findings);
        List<Gap> gaps = ResultReport.gaps(judgement);
        gaps.forEach(gap -> send(Severity.WARNING, "INCOMPLETE", "the trace is not complete: " + gap.cause()));
        long leaked = judgement
                .memory()
                .filter(memory -> memory.leaks() == Verdict.FAILED)
                .map(MemoryJudgement::leakedObjects)
                .orElse(0L);
        send(
                Severity.INFO,
                "SUMMARY",
                "traced module " + config.module() + " (" + scripts + ") for " + ran.toSeconds() + " s: "
                        + count(errors, "error") + ", " + count(alerts, "alert")
                        + judgement
                                .memory()
                                .map(memory -> ", " + count(leaked, "leaked object") + ", "
                                        + count(doubleFrees, "double free"))
                                .orElse("")
                        + "; the trace is " + (gaps.isEmpty() ? "complete" : "not complete"),
                "seconds",
                String.valueOf(ran.toSeconds()),
                "errors",
                String.valueOf(errors),
                "alerts",
                String.valueOf(alerts),
                "leaked",
                String.valueOf(leaked),
                "double_frees",
                String.valueOf(doubleFrees),
                "complete",
                String.valueOf(gaps.isEmpty()));
    }

    private void findings(MemoryJudgement memory) {
        if (memory.leaks() == Verdict.FAILED) {
            memory.leakFindings().forEach(this::leak);
        }
        memory.invalidFreeFindings()
                .forEach(free -> send(
                        Severity.ERR,
                        "INVALID_FREE",
                        "invalid free at " + free.site() + ": " + free.reason(),
                        "site",
                        free.site().function()));
        memory.kernelWarnings().forEach(warning -> send(Severity.ERR, "KERNEL", warning.headline()));
    }

    private void leak(Leak leak) {
        send(
                Severity.ERR,
                "LEAK",
                count(leak.count(), "object") + ", " + number(leak.bytes()) + " bytes, leaked, allocated at "
                        + leak.site(),
                "site",
                leak.site().function(),
                "objects",
                String.valueOf(leak.count()),
                "bytes",
                String.valueOf(leak.bytes()));
    }

    private void send(Severity severity, String type, String text, String... data) {
        if (severity.number() <= leastSevere) {
            Map<String, String> all =
                    new HashMap<>(SyslogNotice.of(severity, type, text, data).data());
            all.put("module", config.module());
            all.put("script", scripts);
            sender.send(new SyslogNotice(severity, type, text, all));
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
