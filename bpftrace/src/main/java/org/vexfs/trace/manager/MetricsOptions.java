package org.vexfs.trace.manager;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where Prometheus finds the metrics of a trace. */
final class MetricsOptions {

    private static final String PORT = "9736";

    @Option(
            names = "--serve",
            arity = "0..1",
            paramLabel = "[HOST:]PORT",
            fallbackValue = PORT,
            converter = Address.class,
            preprocessor = OnlyAttached.class,
            description =
                    "Serve metrics to Prometheus at /metrics while the trace runs. Without a host on this machine alone"
                            + " (127.0.0.1); a host such as 0.0.0.0 lets others read them, without a password. Default port: "
                            + PORT + ".")
    private @Nullable InetSocketAddress serve;

    @Option(
            names = "--textfile",
            paramLabel = "FILE",
            description = "Write metrics into a file for the textfile collector of node_exporter, every"
                    + " output.realtime.stats_interval and at the end. Its name has to end in .prom there.")
    private @Nullable Path textFile;

    /** Gives where to serve them; empty if that is not asked for. */
    Optional<InetSocketAddress> serve() {
        return Optional.ofNullable(serve);
    }

    /** Gives the file to write them into; empty if that is not asked for. */
    Optional<Path> textFile() {
        return Optional.ofNullable(textFile);
    }

    /** Reads where to serve. */
    private static final class Address implements ITypeConverter<InetSocketAddress> {

        private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[^:\\s]+):)?(\\d{1,5})");

        @Override
        public InetSocketAddress convert(String value) {
            Matcher matcher = ADDRESS.matcher(value);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
                throw new TypeConversionException(
                        "'" + value + "' is none; expected a port, or a host and a port, such as 127.0.0.1:" + PORT);
            }
            String host = matcher.group(1);
            return new InetSocketAddress(
                    host == null ? "127.0.0.1" : host.replaceAll("[\\[\\]]", ""), Integer.parseInt(matcher.group(2)));
        }
    }

    /** In {@code run --serve memory} the word after it is the script. */
    private static final class OnlyAttached implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                arguments.push(PORT);
            }
            return false;
        }
    }
}
