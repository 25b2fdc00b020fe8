package org.vexfs.trace.analysis;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.ArgumentRule;
import org.vexfs.trace.event.Operation;

/**
 * What the configuration says of a function.
 *
 * @param name its name
 * @param categories what it does
 * @param dimension which argument is a vector's dimension, if one is
 * @param size which argument is the size asked for, if one is
 * @param key which argument is the key that is looked for in a cache, if one is
 * @param bucket which arguments say together which bucket is looked into
 */
public record FunctionTraits(
        String name,
        Set<OperationCategory> categories,
        OptionalInt dimension,
        OptionalInt size,
        OptionalInt key,
        List<Integer> bucket) {

    /** ENOENT (include/uapi/asm-generic/errno-base.h). */
    private static final int NOT_FOUND = 2;

    public FunctionTraits {
        categories = Set.copyOf(categories);
        bucket = List.copyOf(bucket);
    }

    /** Gives whether it does that. */
    public boolean is(OperationCategory category) {
        return categories.contains(category);
    }

    boolean isTransfer() {
        return is(OperationCategory.READ) || is(OperationCategory.WRITE);
    }

    /** Gives the errno that a call returned; 0 where what it returned is no error. */
    public int errno(Operation call) {
        if (is(OperationCategory.NO_RESULT) || is(OperationCategory.UNLOCK)) {
            return 0;
        }
        return isMiss(call) ? 0 : call.errno();
    }

    /** Gives whether a call looked into a cache and found nothing. */
    public boolean isMiss(Operation call) {
        return is(OperationCategory.CACHE_LOOKUP) && (call.result() == 0 || call.errno() == NOT_FOUND);
    }

    /**
     * Gives whether a call looked into a cache and found something. A pointer is that, too, though the kernel's are negative
     * as signed numbers.
     */
    public boolean isHit(Operation call) {
        return is(OperationCategory.CACHE_LOOKUP)
                && !is(OperationCategory.NO_RESULT)
                && call.result() != 0
                && call.errno() == 0;
    }

    /** Gives whether it fails where it returns that errno. */
    public boolean isError(int errno) {
        return errno != 0
                && !is(OperationCategory.NO_RESULT)
                && !is(OperationCategory.UNLOCK)
                && !(is(OperationCategory.CACHE_LOOKUP) && errno == NOT_FOUND);
    }

    /** Gives a call's result if it stands for an amount; 0 otherwise. */
    public long moved(Operation call) {
        return is(OperationCategory.NO_RESULT) || call.errno() != 0 ? 0 : Math.max(0, call.result());
    }

    /** Gives the dimension of the vector that a call was given, if the configuration says where it stands. */
    public OptionalLong dimension(Operation call) {
        OptionalLong value = argument(dimension, call);
        return value.isPresent() ? OptionalLong.of(lowerHalf(value.getAsLong())) : value;
    }

    /** Gives an int, of which the upper half of the register may hold anything. */
    private static long lowerHalf(long register) {
        return register & 0xffffffffL;
    }

    /** Gives the key that a call looked for in a cache, if the configuration says where it stands. */
    OptionalLong key(Operation call) {
        return argument(key, call);
    }

    /** Gives which bucket a call looked into; empty unless the configuration says where that stands. */
    List<Long> bucket(Operation call) {
        return bucket.stream()
                .filter(argument -> argument < call.arguments().size())
                .map(argument -> lowerHalf(call.arguments().get(argument)))
                .toList();
    }

    OptionalLong size(Operation call) {
        return argument(size, call);
    }

    private static OptionalLong argument(OptionalInt which, Operation call) {
        return which.isPresent() && which.getAsInt() < call.arguments().size()
                ? OptionalLong.of(call.arguments().get(which.getAsInt()))
                : OptionalLong.empty();
    }

    /** Finds what a configuration says of functions. */
    public static final class Finder {

        private final Map<OperationCategory, FunctionPattern> categories = new EnumMap<>(OperationCategory.class);
        private final OperationSettings settings;

        public Finder(OperationSettings settings) {
            this.settings = settings;
            settings.categories().forEach((category, globs) -> categories.put(category, FunctionPattern.anyOf(globs)));
        }

        /** Gives what is said of one. */
        public FunctionTraits of(String function) {
            Set<OperationCategory> matching = EnumSet.noneOf(OperationCategory.class);
            categories.forEach((category, pattern) -> {
                if (pattern.matches(function)) {
                    matching.add(category);
                }
            });
            return new FunctionTraits(
                    function,
                    matching,
                    argument(settings.dimensionArguments(), function),
                    argument(settings.sizeArguments(), function),
                    argument(settings.tracking().keyArguments(), function),
                    matching(settings.tracking().bucketArguments(), function)
                            .map(ArgumentRule::argument)
                            .toList());
        }

        static OptionalInt argument(List<ArgumentRule> rules, String function) {
            Optional<ArgumentRule> rule = matching(rules, function).findFirst();
            return rule.isPresent() ? OptionalInt.of(rule.get().argument()) : OptionalInt.empty();
        }

        private static Stream<ArgumentRule> matching(List<ArgumentRule> rules, String function) {
            return rules.stream()
                    .filter(rule -> FunctionPattern.of(rule.pattern()).matches(function));
        }
    }
}
