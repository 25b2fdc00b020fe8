package org.vexfs.trace.config;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Leaks that are known and do not count.
 *
 * @param function a function of the module on the stack of the allocation, without offset; {@code *} stands for any
 *     characters
 * @param size the bytes of one object; empty for any
 * @param reason why they do not count
 * @param expires the last day on which they do not count; empty for ever
 */
public record Suppression(String function, OptionalLong size, String reason, Optional<LocalDate> expires) {

    /** What the compiler makes of a name, such as {@code vexfs_insert.isra.0}, and {@code *}. */
    private static final Pattern FUNCTION = Pattern.compile("[\\w.$*]+");

    public Suppression {
        if (!FUNCTION.matcher(function).matches()) {
            throw new IllegalArgumentException("function is '" + function
                    + "'; expected a function's name without its offset, in which * stands for any characters");
        }
        if (size.isPresent() && size.getAsLong() <= 0) {
            throw new IllegalArgumentException(
                    "size is '" + size.getAsLong() + "'; expected the bytes of one object, at least 1");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "reason is blank; expected why the leaks of '" + function + "' do not count");
        }
    }

    /**
     * Gives one for objects of any size, for ever.
     *
     * @throws IllegalArgumentException if the function is no pattern of a function's name, or the reason is blank
     */
    public static Suppression of(String function, String reason) {
        return new Suppression(function, OptionalLong.empty(), reason, Optional.empty());
    }

    /** Gives the same for objects of one size only, in bytes. */
    public Suppression withSize(long bytes) {
        return new Suppression(function, OptionalLong.of(bytes), reason, expires);
    }

    /** Gives the same up to that day, which is the last on which it holds. */
    public Suppression until(LocalDate lastDay) {
        return new Suppression(function, size, reason, Optional.of(lastDay));
    }

    /** Gives whether it does not hold any more. */
    public boolean expired(LocalDate today) {
        return expires.isPresent() && today.isAfter(expires.get());
    }

    @Override
    public String toString() {
        return function + (size.isPresent() ? " of " + size.getAsLong() + " bytes" : "") + " (" + reason + ")";
    }
}
