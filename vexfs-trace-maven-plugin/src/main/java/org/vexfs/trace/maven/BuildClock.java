package org.vexfs.trace.maven;

/** Tells of steps of the clock, all in milliseconds. */
final class BuildClock {

    /** A clock that is only adjusted goes as wrong as this within a day or so. */
    private static final long ADJUSTED = 10_000;

    private BuildClock() {}

    /**
     * Gives by how much the clock was set back since this JVM started; 0 if it was not.
     *
     * @param started when that was, as the clock was then
     * @param uptime how long it has run, by a clock that nobody sets
     * @param now what the clock says
     */
    static long setBack(long started, long uptime, long now) {
        long setBack = started + uptime - now;
        return setBack > ADJUSTED ? setBack : 0;
    }
}
