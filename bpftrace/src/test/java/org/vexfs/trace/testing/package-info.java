/**
 * What tests of several modules share: the conditions under which the real thing can be tested here.
 */
package org.vexfs.trace.testing;
