package org.vexfs.trace.report.html;

/** This machine cannot paint plots. */
final class PlotException extends Exception {

    private static final long serialVersionUID = 1L;

    PlotException(Throwable cause) {
        super(cause.toString(), cause);
    }
}
